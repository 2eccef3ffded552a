import { fillTemplate, type PlaceholdersOf } from '#kernel/template.ts'
import type { Language } from '#modules/tenants'

interface Text {
  readonly subject: string
  readonly body: string
}

/** Every text in every language; the compiler holds them to the same placeholders. */
const catalogue = {
  'quota-75': {
    en: {
      subject: '75 % of your data is used',
      body: 'Dear {name},\n\nYou have used {used} of the {granted} of your plan {plan}.\n\n{tenant}',
    },
    bn: {
      subject: 'আপনার ডেটার ৭৫ % ব্যবহৃত হয়েছে',
      body: 'প্রিয় {name},\n\nআপনার {plan} প্ল্যানের {granted} ডেটার মধ্যে {used} ব্যবহৃত হয়েছে।\n\n{tenant}',
    },
    hi: {
      subject: 'आपके डेटा का 75 % उपयोग हो चुका है',
      body: 'प्रिय {name},\n\nआपने अपने प्लान {plan} के {granted} में से {used} का उपयोग कर लिया है।\n\n{tenant}',
    },
  },
  'quota-90': {
    en: {
      subject: '90 % of your data is used',
      body: 'Dear {name},\n\nYou have used {used} of the {granted} of your plan {plan}. A top-up keeps you at full speed.\n\n{tenant}',
    },
    bn: {
      subject: 'আপনার ডেটার ৯০ % ব্যবহৃত হয়েছে',
      body: 'প্রিয় {name},\n\nআপনার {plan} প্ল্যানের {granted} ডেটার মধ্যে {used} ব্যবহৃত হয়েছে। টপ-আপ করলে পূর্ণ গতি বজায় থাকবে।\n\n{tenant}',
    },
    hi: {
      subject: 'आपके डेटा का 90 % उपयोग हो चुका है',
      body: 'प्रिय {name},\n\nआपने अपने प्लान {plan} के {granted} में से {used} का उपयोग कर लिया है। टॉप-अप से आपकी पूरी गति बनी रहेगी।\n\n{tenant}',
    },
  },
  'quota-100': {
    en: {
      subject: 'Your data is used up',
      body: 'Dear {name},\n\nThe {granted} of your plan {plan} are used up. Until it renews, your connection is limited; a top-up lifts the limit at once.\n\n{tenant}',
    },
    bn: {
      subject: 'আপনার ডেটা শেষ হয়েছে',
      body: 'প্রিয় {name},\n\nআপনার {plan} প্ল্যানের {granted} ডেটা শেষ হয়েছে। নবায়ন না হওয়া পর্যন্ত আপনার সংযোগ সীমিত থাকবে; টপ-আপ করলে সঙ্গে সঙ্গে সীমা উঠে যাবে।\n\n{tenant}',
    },
    hi: {
      subject: 'आपका डेटा समाप्त हो गया है',
      body: 'प्रिय {name},\n\nआपके प्लान {plan} का {granted} डेटा समाप्त हो गया है। नवीनीकरण तक आपका कनेक्शन सीमित रहेगा; टॉप-अप से सीमा तुरंत हट जाती है।\n\n{tenant}',
    },
  },
  'invoice-posted': {
    en: {
      subject: 'Invoice {number} from {tenant}',
      body: 'Dear {name},\n\nYour invoice {number} over {amount} is ready. Please pay it by {due}.\n\n{tenant}',
    },
    bn: {
      subject: '{tenant} থেকে বিল {number}',
      body: 'প্রিয় {name},\n\nআপনার {amount} অঙ্কের বিল {number} প্রস্তুত। অনুগ্রহ করে {due}-এর মধ্যে পরিশোধ করুন।\n\n{tenant}',
    },
    hi: {
      subject: '{tenant} का बिल {number}',
      body: 'प्रिय {name},\n\n{amount} का आपका बिल {number} तैयार है। कृपया {due} तक भुगतान करें।\n\n{tenant}',
    },
  },
  'invoice-due-soon': {
    en: {
      subject: 'Invoice {number} is due on {due}',
      body: 'Dear {name},\n\nA friendly reminder: {amount} of invoice {number} are due on {due}.\n\n{tenant}',
    },
    bn: {
      subject: 'বিল {number} পরিশোধের শেষ দিন {due}',
      body: 'প্রিয় {name},\n\nমনে করিয়ে দিচ্ছি: বিল {number}-এর {amount} পরিশোধের শেষ দিন {due}।\n\n{tenant}',
    },
    hi: {
      subject: 'बिल {number} की अंतिम तिथि {due} है',
      body: 'प्रिय {name},\n\nएक स्मरण: बिल {number} के {amount} की अंतिम तिथि {due} है।\n\n{tenant}',
    },
  },
  'invoice-due-today': {
    en: {
      subject: 'Invoice {number} is due today',
      body: 'Dear {name},\n\n{amount} of invoice {number} are due today, {due}. If you have just paid, thank you: ignore this.\n\n{tenant}',
    },
    bn: {
      subject: 'বিল {number} পরিশোধের আজ শেষ দিন',
      body: 'প্রিয় {name},\n\nবিল {number}-এর {amount} পরিশোধের আজ ({due}) শেষ দিন। ইতিমধ্যে পরিশোধ করে থাকলে ধন্যবাদ; এই বার্তা উপেক্ষা করুন।\n\n{tenant}',
    },
    hi: {
      subject: 'बिल {number} की आज अंतिम तिथि है',
      body: 'प्रिय {name},\n\nबिल {number} के {amount} की अंतिम तिथि आज, {due}, है। यदि आपने अभी भुगतान किया है, तो धन्यवाद: इसे अनदेखा करें।\n\n{tenant}',
    },
  },
  'invoice-overdue': {
    en: {
      subject: 'Invoice {number} is overdue',
      body: 'Dear {name},\n\n{amount} of invoice {number} were due on {due}. Please pay now, so that your service goes on.\n\n{tenant}',
    },
    bn: {
      subject: 'বিল {number} বকেয়া রয়েছে',
      body: 'প্রিয় {name},\n\nবিল {number}-এর {amount} পরিশোধের শেষ দিন ছিল {due}। সেবা চালু রাখতে অনুগ্রহ করে এখনই পরিশোধ করুন।\n\n{tenant}',
    },
    hi: {
      subject: 'बिल {number} बकाया है',
      body: 'प्रिय {name},\n\nबिल {number} के {amount} की अंतिम तिथि {due} थी। कृपया अभी भुगतान करें, ताकि आपकी सेवा चलती रहे।\n\n{tenant}',
    },
  },
  'payment-received': {
    en: {
      subject: 'Thank you: {amount} received',
      body: 'Dear {name},\n\nWe have received your payment of {amount}. Your receipt has the number {number}.\n\n{tenant}',
    },
    bn: {
      subject: 'ধন্যবাদ: {amount} পাওয়া গেছে',
      body: 'প্রিয় {name},\n\nআপনার {amount} পেমেন্ট আমরা পেয়েছি। আপনার রসিদ নম্বর {number}।\n\n{tenant}',
    },
    hi: {
      subject: 'धन्यवाद: {amount} प्राप्त हुए',
      body: 'प्रिय {name},\n\nहमें आपका {amount} का भुगतान मिल गया है। आपकी रसीद संख्या {number} है।\n\n{tenant}',
    },
  },
  'service-suspended': {
    en: {
      subject: 'Your service is suspended',
      body: 'Dear {name},\n\nYour plan {plan} is suspended because an invoice is overdue. It comes back within seconds once you have paid.\n\n{tenant}',
    },
    bn: {
      subject: 'আপনার সেবা স্থগিত করা হয়েছে',
      body: 'প্রিয় {name},\n\nবিল বকেয়া থাকায় আপনার {plan} প্ল্যান স্থগিত করা হয়েছে। পরিশোধ করলে কয়েক সেকেন্ডের মধ্যে সেবা চালু হবে।\n\n{tenant}',
    },
    hi: {
      subject: 'आपकी सेवा निलंबित है',
      body: 'प्रिय {name},\n\nबिल बकाया होने के कारण आपका प्लान {plan} निलंबित है। भुगतान करते ही कुछ सेकंड में सेवा लौट आएगी।\n\n{tenant}',
    },
  },
  'service-withheld': {
    en: {
      subject: 'Your service is stopped',
      body: 'Dear {name},\n\nYour plan {plan} is stopped for now. Please contact us.\n\n{tenant}',
    },
    bn: {
      subject: 'আপনার সেবা বন্ধ আছে',
      body: 'প্রিয় {name},\n\nআপনার {plan} প্ল্যান আপাতত বন্ধ আছে। অনুগ্রহ করে আমাদের সঙ্গে যোগাযোগ করুন।\n\n{tenant}',
    },
    hi: {
      subject: 'आपकी सेवा रोकी गई है',
      body: 'प्रिय {name},\n\nआपका प्लान {plan} अभी रोका गया है। कृपया हमसे संपर्क करें।\n\n{tenant}',
    },
  },
  'service-expired': {
    en: {
      subject: 'Your plan {plan} has run out',
      body: 'Dear {name},\n\nWhat was paid for of your plan {plan} is used up, so the service has stopped. It comes back within seconds once you have paid.\n\n{tenant}',
    },
    bn: {
      subject: 'আপনার {plan} প্ল্যানের মেয়াদ শেষ',
      body: 'প্রিয় {name},\n\nআপনার {plan} প্ল্যানের পরিশোধিত মেয়াদ শেষ হয়েছে, তাই সেবা বন্ধ আছে। পরিশোধ করলে কয়েক সেকেন্ডের মধ্যে চালু হবে।\n\n{tenant}',
    },
    hi: {
      subject: 'आपके प्लान {plan} की अवधि समाप्त हो गई है',
      body: 'प्रिय {name},\n\nआपके प्लान {plan} की भुगतान की गई अवधि पूरी हो गई है, इसलिए सेवा बंद है। भुगतान करते ही कुछ सेकंड में सेवा लौट आएगी।\n\n{tenant}',
    },
  },
  'renewal-soon': {
    en: {
      subject: 'Your plan {plan} renews on {day}',
      body: 'Dear {name},\n\nYour plan {plan} renews on {day} for {amount}. You need not do anything.\n\n{tenant}',
    },
    bn: {
      subject: 'আপনার {plan} প্ল্যান {day} তারিখে নবায়ন হবে',
      body: 'প্রিয় {name},\n\nআপনার {plan} প্ল্যান {day} তারিখে {amount} মূল্যে নবায়ন হবে। আপনাকে কিছু করতে হবে না।\n\n{tenant}',
    },
    hi: {
      subject: 'आपका प्लान {plan} {day} को नवीनीकृत होगा',
      body: 'प्रिय {name},\n\nआपका प्लान {plan} {day} को {amount} में नवीनीकृत होगा। आपको कुछ नहीं करना है।\n\n{tenant}',
    },
  },
  'renewal-unpaid': {
    en: {
      subject: 'Your plan {plan} runs out on {day}',
      body: 'Dear {name},\n\nWhat you paid for your plan {plan} ends on {day}. Pay {amount} before then, so that your service goes on.\n\n{tenant}',
    },
    bn: {
      subject: 'আপনার {plan} প্ল্যানের মেয়াদ {day} তারিখে শেষ হবে',
      body: 'প্রিয় {name},\n\nআপনার {plan} প্ল্যানের পরিশোধিত মেয়াদ {day} তারিখে শেষ হবে। সেবা চালু রাখতে তার আগে {amount} পরিশোধ করুন।\n\n{tenant}',
    },
    hi: {
      subject: 'आपके प्लान {plan} की अवधि {day} को समाप्त होगी',
      body: 'प्रिय {name},\n\nआपके प्लान {plan} की भुगतान की गई अवधि {day} को समाप्त होगी। सेवा चालू रखने के लिए उससे पहले {amount} का भुगतान करें।\n\n{tenant}',
    },
  },
  'charge-failed': {
    en: {
      subject: 'Your card could not be charged',
      body: 'Dear {name},\n\nWe could not take {amount} from your saved card. Please pay in another way, so that your service goes on.\n\n{tenant}',
    },
    bn: {
      subject: 'আপনার কার্ড থেকে টাকা নেওয়া যায়নি',
      body: 'প্রিয় {name},\n\nআপনার রাখা কার্ড থেকে {amount} নেওয়া যায়নি। সেবা চালু রাখতে অনুগ্রহ করে অন্য উপায়ে পরিশোধ করুন।\n\n{tenant}',
    },
    hi: {
      subject: 'आपके कार्ड से भुगतान नहीं हो सका',
      body: 'प्रिय {name},\n\nहम आपके रखे गए कार्ड से {amount} नहीं ले सके। सेवा चालू रखने के लिए कृपया किसी और तरीके से भुगतान करें।\n\n{tenant}',
    },
  },
  'service-restored': {
    en: {
      subject: 'Your service is back',
      body: 'Dear {name},\n\nYour plan {plan} works again. If you are still offline, restart your router.\n\n{tenant}',
    },
    bn: {
      subject: 'আপনার সেবা আবার চালু হয়েছে',
      body: 'প্রিয় {name},\n\nআপনার {plan} প্ল্যান আবার চালু হয়েছে। এখনও অফলাইন থাকলে রাউটার বন্ধ করে আবার চালু করুন।\n\n{tenant}',
    },
    hi: {
      subject: 'आपकी सेवा फिर चालू है',
      body: 'प्रिय {name},\n\nआपका प्लान {plan} फिर चालू है। यदि आप अब भी ऑफ़लाइन हैं, तो अपना राउटर पुनः चालू करें।\n\n{tenant}',
    },
  },
  'late-fee': {
    en: {
      subject: 'A late fee of {amount} for invoice {number}',
      body: 'Dear {name},\n\nInvoice {number} is overdue, so a late fee of {amount} comes with your next invoice. Please pay now to avoid more.\n\n{tenant}',
    },
    bn: {
      subject: 'বিল {number}-এর জন্য {amount} বিলম্ব ফি',
      body: 'প্রিয় {name},\n\nবিল {number} বকেয়া থাকায় আপনার পরের বিলে {amount} বিলম্ব ফি যোগ হবে। অনুগ্রহ করে এখনই পরিশোধ করুন।\n\n{tenant}',
    },
    hi: {
      subject: 'बिल {number} पर {amount} विलंब शुल्क',
      body: 'प्रिय {name},\n\nबिल {number} बकाया होने के कारण आपके अगले बिल में {amount} विलंब शुल्क जुड़ेगा। कृपया अभी भुगतान करें।\n\n{tenant}',
    },
  },
  'credit-note-posted': {
    en: {
      subject: 'Credit note {number} from {tenant}',
      body: 'Dear {name},\n\nWe have credited {amount} to you. Your credit note has the number {number}.\n\n{tenant}',
    },
    bn: {
      subject: '{tenant} থেকে ক্রেডিট নোট {number}',
      body: 'প্রিয় {name},\n\nআপনার হিসাবে {amount} জমা করা হয়েছে। আপনার ক্রেডিট নোট নম্বর {number}।\n\n{tenant}',
    },
    hi: {
      subject: '{tenant} का क्रेडिट नोट {number}',
      body: 'प्रिय {name},\n\nहमने आपके खाते में {amount} जमा किए हैं। आपका क्रेडिट नोट {number} है।\n\n{tenant}',
    },
  },
  'end-planned': {
    en: {
      subject: 'Your plan {plan} ends on {day}',
      body: 'Dear {name},\n\nYour plan {plan} ends on {day}. Is this not what you want? Please contact us before then.\n\n{tenant}',
    },
    bn: {
      subject: 'আপনার {plan} প্ল্যান {day} তারিখে শেষ হবে',
      body: 'প্রিয় {name},\n\nআপনার {plan} প্ল্যান {day} তারিখে শেষ হবে। আপনি তা না চাইলে অনুগ্রহ করে তার আগে আমাদের সঙ্গে যোগাযোগ করুন।\n\n{tenant}',
    },
    hi: {
      subject: 'आपका प्लान {plan} {day} को समाप्त होगा',
      body: 'प्रिय {name},\n\nआपका प्लान {plan} {day} को समाप्त होगा। यदि आप ऐसा नहीं चाहते, तो कृपया उससे पहले हमसे संपर्क करें।\n\n{tenant}',
    },
  },
  'end-withdrawn': {
    en: {
      subject: 'Your plan {plan} goes on',
      body: 'Dear {name},\n\nYour plan {plan} goes on: it does not end as planned.\n\n{tenant}',
    },
    bn: {
      subject: 'আপনার {plan} প্ল্যান চালু থাকবে',
      body: 'প্রিয় {name},\n\nআপনার {plan} প্ল্যান চালু থাকবে; নির্ধারিত দিনে তা আর শেষ হবে না।\n\n{tenant}',
    },
    hi: {
      subject: 'आपका प्लान {plan} चालू रहेगा',
      body: 'प्रिय {name},\n\nआपका प्लान {plan} चालू रहेगा; अब वह तय दिन पर समाप्त नहीं होगा।\n\n{tenant}',
    },
  },
  'change-approved': {
    en: {
      subject: 'Your request for {plan} is approved',
      body: 'Dear {name},\n\nThe change you asked for to your plan {plan} is approved. It is made on {day}.{note}\n\n{tenant}',
    },
    bn: {
      subject: '{plan} নিয়ে আপনার অনুরোধ অনুমোদিত হয়েছে',
      body: 'প্রিয় {name},\n\nআপনার {plan} প্ল্যানে চাওয়া পরিবর্তন অনুমোদিত হয়েছে। তা {day} তারিখে কার্যকর হবে।{note}\n\n{tenant}',
    },
    hi: {
      subject: '{plan} के लिए आपका अनुरोध स्वीकृत है',
      body: 'प्रिय {name},\n\nआपके प्लान {plan} में माँगा गया बदलाव स्वीकृत है। वह {day} को लागू होगा।{note}\n\n{tenant}',
    },
  },
  'change-declined': {
    en: {
      subject: 'Your request for {plan} is declined',
      body: 'Dear {name},\n\nThe change you asked for to your plan {plan} could not be granted; the plan stays as it is.{note}\n\n{tenant}',
    },
    bn: {
      subject: '{plan} নিয়ে আপনার অনুরোধ গৃহীত হয়নি',
      body: 'প্রিয় {name},\n\nআপনার {plan} প্ল্যানে চাওয়া পরিবর্তন অনুমোদন করা যায়নি; প্ল্যান আগের মতোই থাকবে।{note}\n\n{tenant}',
    },
    hi: {
      subject: '{plan} के लिए आपका अनुरोध अस्वीकृत है',
      body: 'प्रिय {name},\n\nआपके प्लान {plan} में माँगा गया बदलाव स्वीकृत नहीं हो सका; प्लान पहले जैसा रहेगा।{note}\n\n{tenant}',
    },
  },
  'change-failed': {
    en: {
      subject: 'Your change to {plan} could not be made',
      body: 'Dear {name},\n\nThe approved change to your plan {plan} could not be made; the plan stays as it is. We are looking into it and will contact you.\n\n{tenant}',
    },
    bn: {
      subject: '{plan} প্ল্যানে পরিবর্তন করা যায়নি',
      body: 'প্রিয় {name},\n\nআপনার {plan} প্ল্যানে অনুমোদিত পরিবর্তন করা যায়নি; প্ল্যান আগের মতোই থাকবে। আমরা বিষয়টি দেখছি এবং আপনার সঙ্গে যোগাযোগ করব।\n\n{tenant}',
    },
    hi: {
      subject: '{plan} में बदलाव नहीं हो सका',
      body: 'प्रिय {name},\n\nआपके प्लान {plan} में स्वीकृत बदलाव नहीं हो सका; प्लान पहले जैसा रहेगा। हम इसे देख रहे हैं और आपसे संपर्क करेंगे।\n\n{tenant}',
    },
  },
  'proforma-issued': {
    en: {
      subject: 'Proforma invoice {number} from {tenant}',
      body: 'Dear {name},\n\nAs you asked, here is our proforma invoice {number} over {amount}. It is valid until {day}. It is not a tax invoice; that follows.\n\n{tenant}',
    },
    bn: {
      subject: '{tenant} থেকে প্রোফর্মা চালান {number}',
      body: 'প্রিয় {name},\n\nআপনার অনুরোধে {amount} অঙ্কের প্রোফর্মা চালান {number} পাঠানো হলো। এটি {day} পর্যন্ত বৈধ। এটি কর চালানপত্র নয়; তা পরে দেওয়া হবে।\n\n{tenant}',
    },
    hi: {
      subject: '{tenant} का प्रोफ़ॉर्मा बिल {number}',
      body: 'प्रिय {name},\n\nआपके कहने पर {amount} का प्रोफ़ॉर्मा बिल {number} भेजा जा रहा है। यह {day} तक मान्य है। यह कर बीजक नहीं है; वह बाद में दिया जाएगा।\n\n{tenant}',
    },
  },
  'statement-sent': {
    en: {
      subject: 'Statement of your account {number}',
      body: 'Dear {name},\n\nHere is the statement of your account {number} from {from} to {to}.\n\n{tenant}',
    },
    bn: {
      subject: 'আপনার হিসাব {number}-এর বিবরণী',
      body: 'প্রিয় {name},\n\n{from} থেকে {to} পর্যন্ত আপনার হিসাব {number}-এর বিবরণী পাঠানো হলো।\n\n{tenant}',
    },
    hi: {
      subject: 'आपके खाते {number} का विवरण',
      body: 'प्रिय {name},\n\n{from} से {to} तक आपके खाते {number} का विवरण भेजा जा रहा है।\n\n{tenant}',
    },
  },
} as const satisfies Record<string, Record<Language, Text>>

type Catalogue = typeof catalogue
export type Kind = keyof Catalogue
export const kinds = Object.keys(catalogue) as readonly Kind[]

type TextsOf<K extends Kind> = Catalogue[K][Language][keyof Text]
type ValuesOf<K extends Kind> = Readonly<Record<PlaceholdersOf<TextsOf<K>>, string>>

/** Something to tell, not yet in any language. */
export interface Saying {
  readonly kind: Kind
  readonly values: Readonly<Record<string, string>>
}

/** Holds the values to the placeholders of the kind. */
export const say = <K extends Kind>(kind: K, values: ValuesOf<K>): Saying => ({ kind, values })

export function write({ kind, values }: Saying, language: Language): Text {
  const text: Text = catalogue[kind][language]
  return { subject: fillTemplate(text.subject, values), body: fillTemplate(text.body, values) }
}

/** For the test that all languages of a kind have the same placeholders. */
export const textsOf = (kind: Kind): Readonly<Record<Language, Text>> => catalogue[kind]

const seeOnline: Readonly<Record<Language, string>> = {
  en: 'See it online: {link}',
  bn: 'অনলাইনে দেখুন: {link}',
  hi: 'ऑनलाइन देखें: {link}',
}

/** The text of a mail about a document, with where it is seen. */
export const withLink = (body: string, language: Language, link: string): string =>
  `${body}\n\n${fillTemplate(seeOnline[language], { link })}\n`
