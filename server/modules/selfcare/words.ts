import type { Language } from '#modules/tenants'
import type { DocumentKind } from './document.ts'

/** Everything the pages say, in few words that fit a small screen. */
export interface Words {
  readonly title: string
  readonly byMail: string
  readonly email: string
  readonly emailHint: string
  readonly sendCode: string
  readonly byPassword: string
  readonly username: string
  readonly usernameHint: string
  readonly password: string
  readonly signIn: string
  readonly signOut: string
  readonly codeTitle: string
  readonly codeSent: string
  readonly code: string
  readonly anotherCode: string
  readonly hello: string
  readonly owed: string
  readonly credit: string
  readonly nothingOwed: string
  readonly services: string
  readonly states: Readonly<Record<string, string>>
  readonly left: string
  readonly noLimit: string
  readonly paidUntil: string
  readonly endsOn: string
  readonly toPay: string
  readonly due: string
  readonly overdue: string
  readonly pay: string
  readonly payOrder: string
  readonly paid: string
  readonly void: string
  readonly documents: string
  readonly kinds: Readonly<Record<DocumentKind, string>>
  readonly lists: Readonly<Record<DocumentKind, string>>
  readonly none: string
  readonly older: string
  readonly statementsHint: string
  readonly download: string
  readonly taxForm: string
  readonly total: string
  readonly tax: string
  readonly stillOpen: string
  readonly issued: string
  readonly validUntil: string
  readonly proformaHint: string
  readonly back: string
  readonly seeAll: string
  readonly preparing: string
  readonly payNow: string
  readonly waiting: string
  readonly arrived: string
  readonly failed: string
  readonly closed: string
  readonly closedHint: string
  /** By the code of the problem; what is not here is told in its own words. */
  readonly problems: Readonly<Record<string, string>>
}

export const words: Readonly<Record<Language, Words>> = {
  en: {
    title: 'Your account',
    byMail: 'Sign in by e-mail',
    email: 'Your e-mail address',
    emailHint: 'The one we have on file. We send a code to it.',
    sendCode: 'Send me a code',
    byPassword: 'Sign in with your internet login',
    username: 'User name',
    usernameHint: 'What your router, or you on Wi-Fi, log in with.',
    password: 'Password',
    signIn: 'Sign in',
    signOut: 'Sign out',
    codeTitle: 'Type the code',
    codeSent: 'If we know the address, a code is on its way to it. It is valid for ten minutes.',
    code: 'Code of six digits',
    anotherCode: 'Ask for another code',
    hello: 'Hello {name}',
    owed: 'To pay',
    credit: 'Your credit',
    nothingOwed: 'Nothing to pay',
    services: 'Your services',
    states: { pending: 'Starts soon', active: 'Active', paused: 'Paused', suspended: 'Stopped' },
    left: '{left} of {granted} left',
    noLimit: 'No data limit',
    paidUntil: 'Paid until {day}',
    endsOn: 'Ends on {day}',
    toPay: 'Open invoices',
    due: 'Due {day}',
    overdue: 'Was due {day}',
    pay: 'Pay {amount}',
    payOrder: 'Earlier invoices are open too. What you pay goes to what was due first.',
    paid: 'Paid',
    void: 'Cancelled',
    documents: 'Documents',
    kinds: {
      invoice: 'Invoice',
      receipt: 'Receipt',
      'credit-note': 'Credit note',
      proforma: 'Proforma invoice',
      statement: 'Statement of account',
    },
    lists: {
      invoice: 'Invoices',
      receipt: 'Receipts',
      'credit-note': 'Credit notes',
      proforma: 'Proforma invoices',
      statement: 'Statements',
    },
    none: 'There is nothing here yet.',
    older: 'Older ones',
    statementsHint: 'What was billed and paid in a month, as PDF.',
    download: 'Open the PDF',
    taxForm: 'For your tax software (JSON)',
    total: 'Total',
    tax: 'Tax',
    stillOpen: 'Still to pay',
    issued: 'Of {day}',
    validUntil: 'Valid until {day}',
    proformaHint: 'It says what something would cost. It is no invoice: nothing is owed by it.',
    back: 'Back',
    seeAll: 'Sign in to see everything',
    preparing: 'One moment: the payment page opens by itself.',
    payNow: 'Go to the payment page',
    waiting: 'We are waiting for your payment. This page looks again by itself.',
    arrived: 'Thank you. Your payment has arrived.',
    failed: 'The payment did not go through. You can try again.',
    closed: 'There is nothing here',
    closedHint: 'We have no pages for customers. Please call or visit us.',
    problems: {},
  },
  bn: {
    title: 'আপনার অ্যাকাউন্ট',
    byMail: 'ই-মেইল দিয়ে সাইন ইন',
    email: 'আপনার ই-মেইল ঠিকানা',
    emailHint: 'যে ঠিকানা আমাদের কাছে আছে। সেখানে একটি কোড পাঠাব।',
    sendCode: 'কোড পাঠান',
    byPassword: 'ইন্টারনেট লগইন দিয়ে সাইন ইন',
    username: 'ইউজার নাম',
    usernameHint: 'যা দিয়ে আপনার রাউটার, বা ওয়াই-ফাইয়ে আপনি, লগইন করেন।',
    password: 'পাসওয়ার্ড',
    signIn: 'সাইন ইন',
    signOut: 'সাইন আউট',
    codeTitle: 'কোডটি লিখুন',
    codeSent: 'ঠিকানাটি আমাদের জানা থাকলে সেখানে একটি কোড যাচ্ছে। এটি দশ মিনিট কার্যকর।',
    code: 'ছয় অঙ্কের কোড',
    anotherCode: 'আরেকটি কোড চান',
    hello: 'শুভেচ্ছা, {name}',
    owed: 'পরিশোধ করতে হবে',
    credit: 'আপনার জমা',
    nothingOwed: 'কিছু বকেয়া নেই',
    services: 'আপনার সেবা',
    states: { pending: 'শিগগির শুরু', active: 'চালু', paused: 'বিরতিতে', suspended: 'বন্ধ আছে' },
    left: '{granted}-এর মধ্যে {left} বাকি',
    noLimit: 'ডেটার সীমা নেই',
    paidUntil: '{day} পর্যন্ত পরিশোধিত',
    endsOn: '{day} তারিখে শেষ',
    toPay: 'বকেয়া বিল',
    due: 'শেষ দিন {day}',
    overdue: 'শেষ দিন ছিল {day}',
    pay: '{amount} পরিশোধ করুন',
    payOrder: 'আগের বিলও বকেয়া আছে। আপনার টাকা আগে বকেয়া বিলে যায়।',
    paid: 'পরিশোধিত',
    void: 'বাতিল',
    documents: 'কাগজপত্র',
    kinds: { invoice: 'বিল', receipt: 'রসিদ', 'credit-note': 'ক্রেডিট নোট', proforma: 'প্রোফর্মা বিল', statement: 'হিসাব বিবরণী' },
    lists: { invoice: 'বিল', receipt: 'রসিদ', 'credit-note': 'ক্রেডিট নোট', proforma: 'প্রোফর্মা বিল', statement: 'বিবরণী' },
    none: 'এখানে এখনো কিছু নেই।',
    older: 'আরও পুরোনো',
    statementsHint: 'এক মাসে কত বিল হলো আর কত পরিশোধ হলো, পিডিএফে।',
    download: 'পিডিএফ খুলুন',
    taxForm: 'কর সফটওয়্যারের জন্য (JSON)',
    total: 'মোট',
    tax: 'কর',
    stillOpen: 'এখনো বাকি',
    issued: 'তারিখ {day}',
    validUntil: '{day} পর্যন্ত কার্যকর',
    proformaHint: 'এতে লেখা আছে কত খরচ হবে। এটি বিল নয়: এর জন্য কিছু বকেয়া হয় না।',
    back: 'ফিরে যান',
    seeAll: 'সব দেখতে সাইন ইন করুন',
    preparing: 'একটু অপেক্ষা করুন: পেমেন্টের পাতা নিজে থেকেই খুলবে।',
    payNow: 'পেমেন্টের পাতায় যান',
    waiting: 'আপনার পেমেন্টের অপেক্ষায় আছি। এই পাতা নিজে থেকেই আবার দেখবে।',
    arrived: 'ধন্যবাদ। আপনার পেমেন্ট পৌঁছেছে।',
    failed: 'পেমেন্ট সম্পন্ন হয়নি। আবার চেষ্টা করতে পারেন।',
    closed: 'এখানে কিছু নেই',
    closedHint: 'গ্রাহকদের জন্য আমাদের কোনো পাতা নেই। ফোন করুন বা আমাদের কাছে আসুন।',
    problems: {
      'selfcare.code_wrong': 'কোডটি ভুল বা পুরোনো।',
      'selfcare.password_wrong': 'ইউজার নাম বা পাসওয়ার্ড ভুল।',
      'selfcare.too_many_tries': 'অনেকবার চেষ্টা হয়েছে। দশ মিনিট পরে আবার চেষ্টা করুন।',
      'selfcare.link_over': 'লিংকটি পুরোনো হয়ে গেছে। কাগজটি দেখতে সাইন ইন করুন।',
      'selfcare.paper_over': 'এই বিলের আর কিছু বকেয়া নেই। বিলটি দেখতে সাইন ইন করুন।',
      'selfcare.sign_in_first': 'এটি দেখতে সাইন ইন করুন।',
      'selfcare.not_found': 'এমন কোনো কাগজ নেই।',
      'selfcare.no_pages': 'এই ঠিকানায় কিছু নেই।',
      'selfcare.forged': 'ফরমটি পুরোনো হয়ে গেছে। পাতাটি আবার খুলুন।',
      'selfcare.nothing_to_pay': 'এই বিলের কিছুই বকেয়া নেই।',
      'selfcare.cannot_pay': 'এখানে পরিশোধের ব্যবস্থা নেই। বিলে লেখা উপায়ে পরিশোধ করুন।',
    },
  },
  hi: {
    title: 'आपका खाता',
    byMail: 'ई-मेल से साइन इन',
    email: 'आपका ई-मेल पता',
    emailHint: 'जो हमारे पास दर्ज है। उस पर हम एक कोड भेजते हैं।',
    sendCode: 'कोड भेजें',
    byPassword: 'अपने इंटरनेट लॉगिन से साइन इन',
    username: 'यूज़र नाम',
    usernameHint: 'जिससे आपका राउटर, या वाई-फ़ाई पर आप, लॉगिन करते हैं।',
    password: 'पासवर्ड',
    signIn: 'साइन इन',
    signOut: 'साइन आउट',
    codeTitle: 'कोड लिखें',
    codeSent: 'यदि यह पता हमारे पास है, तो उस पर एक कोड जा रहा है। यह दस मिनट तक मान्य है।',
    code: 'छह अंकों का कोड',
    anotherCode: 'दूसरा कोड माँगें',
    hello: 'नमस्ते {name}',
    owed: 'भुगतान करना है',
    credit: 'आपकी जमा राशि',
    nothingOwed: 'कुछ बकाया नहीं',
    services: 'आपकी सेवाएँ',
    states: { pending: 'जल्द शुरू', active: 'चालू', paused: 'विराम पर', suspended: 'बंद' },
    left: '{granted} में से {left} शेष',
    noLimit: 'डेटा की सीमा नहीं',
    paidUntil: '{day} तक भुगतान हो चुका',
    endsOn: '{day} को समाप्त',
    toPay: 'बकाया बिल',
    due: 'अंतिम तिथि {day}',
    overdue: 'अंतिम तिथि {day} थी',
    pay: '{amount} का भुगतान करें',
    payOrder: 'पहले के बिल भी बकाया हैं। आपका भुगतान पहले देय बिल में जाता है।',
    paid: 'भुगतान हुआ',
    void: 'रद्द',
    documents: 'दस्तावेज़',
    kinds: { invoice: 'बिल', receipt: 'रसीद', 'credit-note': 'क्रेडिट नोट', proforma: 'प्रोफ़ॉर्मा बिल', statement: 'खाता विवरण' },
    lists: { invoice: 'बिल', receipt: 'रसीदें', 'credit-note': 'क्रेडिट नोट', proforma: 'प्रोफ़ॉर्मा बिल', statement: 'विवरण' },
    none: 'यहाँ अभी कुछ नहीं है।',
    older: 'और पुराने',
    statementsHint: 'एक महीने में कितना बिल बना और कितना भुगतान हुआ, पीडीएफ़ में।',
    download: 'पीडीएफ़ खोलें',
    taxForm: 'कर सॉफ़्टवेयर के लिए (JSON)',
    total: 'कुल',
    tax: 'कर',
    stillOpen: 'अभी बाकी',
    issued: 'दिनांक {day}',
    validUntil: '{day} तक मान्य',
    proformaHint: 'इसमें लिखा है कि कितना ख़र्च होगा। यह बिल नहीं है: इससे कुछ बकाया नहीं होता।',
    back: 'वापस',
    seeAll: 'सब देखने के लिए साइन इन करें',
    preparing: 'एक क्षण: भुगतान का पृष्ठ अपने आप खुलता है।',
    payNow: 'भुगतान के पृष्ठ पर जाएँ',
    waiting: 'हम आपके भुगतान की प्रतीक्षा कर रहे हैं। यह पृष्ठ अपने आप फिर देखेगा।',
    arrived: 'धन्यवाद। आपका भुगतान मिल गया।',
    failed: 'भुगतान नहीं हो पाया। आप फिर से प्रयास कर सकते हैं।',
    closed: 'यहाँ कुछ नहीं है',
    closedHint: 'ग्राहकों के लिए हमारे पृष्ठ नहीं हैं। कृपया फ़ोन करें या हमारे यहाँ आएँ।',
    problems: {
      'selfcare.code_wrong': 'यह कोड ग़लत या पुराना है।',
      'selfcare.password_wrong': 'यूज़र नाम या पासवर्ड ग़लत है।',
      'selfcare.too_many_tries': 'बहुत बार कोशिश हुई। दस मिनट बाद फिर कोशिश करें।',
      'selfcare.link_over': 'यह लिंक पुराना हो गया है। दस्तावेज़ देखने के लिए साइन इन करें।',
      'selfcare.paper_over': 'इस बिल का अब कुछ बकाया नहीं है। बिल देखने के लिए साइन इन करें।',
      'selfcare.sign_in_first': 'इसे देखने के लिए साइन इन करें।',
      'selfcare.not_found': 'ऐसा कोई दस्तावेज़ नहीं है।',
      'selfcare.no_pages': 'इस पते पर कुछ नहीं है।',
      'selfcare.forged': 'यह फ़ॉर्म पुराना हो गया है। पृष्ठ फिर से खोलें।',
      'selfcare.nothing_to_pay': 'इस बिल का कुछ भी बकाया नहीं है।',
      'selfcare.cannot_pay': 'यहाँ भुगतान की व्यवस्था नहीं है। बिल में लिखे तरीके से भुगतान करें।',
    },
  },
}
