import type { Language } from '#modules/tenants'

/** Everything the portal says, in few words that fit a small screen. */
export interface Words {
  readonly title: string
  readonly voucher: string
  readonly voucherHint: string
  readonly connect: string
  readonly buy: string
  readonly phone: string
  readonly email: string
  readonly pay: string
  readonly signIn: string
  readonly username: string
  readonly password: string
  readonly trial: string
  readonly gift: string
  readonly giftHint: string
  readonly giftTake: string
  readonly giftSays: string
  readonly giftWait: string
  readonly giftReady: string
  readonly giftMore: string
  readonly code: string
  readonly codeHint: string
  readonly sendCode: string
  readonly typeCode: string
  readonly codeSent: string
  readonly codeAgain: string
  /** The short message itself: short enough for one part, with a name of twenty characters. */
  readonly codeText: string
  readonly back: string
  readonly connecting: string
  readonly connected: string
  readonly tapHere: string
  readonly left: string
  readonly waiting: string
  readonly paid: string
  readonly payNow: string
  readonly letMeOut: string
  readonly paymentFailed: string
  readonly notOnWifi: string
  readonly full: string
  readonly fullHint: string
  readonly instead: string
  readonly gatewaySays: string
  readonly gatewayWaits: string
  readonly forever: string
  /** By the code of the problem; what is not here is told in its own words. */
  readonly problems: Readonly<Record<string, string>>
}

export const words: Readonly<Record<Language, Words>> = {
  en: {
    title: 'Get online',
    voucher: 'I have a voucher',
    voucherHint: 'Capitals, spaces and dashes do not matter.',
    connect: 'Connect',
    buy: 'Buy a pass',
    phone: 'Your phone number',
    email: 'Your e-mail address',
    pay: 'Continue to payment',
    signIn: 'I have an account',
    username: 'User name',
    password: 'Password',
    trial: 'Try it for free',
    gift: '{time} free, from {sponsor}',
    giftHint: 'Look at their message for {seconds}, then you are in.',
    giftTake: 'See the message',
    giftSays: 'A message from {sponsor}',
    giftWait: 'You can go on in {seconds}. This page does it by itself.',
    giftReady: 'Thank you for looking. You get {facts}.',
    giftMore: 'More from {sponsor}',
    code: 'Get a code by SMS',
    codeHint: 'We send six digits to it. They work for five minutes.',
    sendCode: 'Send me a code',
    typeCode: 'Type the code',
    codeSent: 'We sent six digits to {phone}.',
    codeAgain: 'Nothing came: send another one',
    codeText: '{code} is your code for {name}. It works for {minutes} minutes. Tell nobody.',
    back: 'Back',
    connecting: 'Connecting…',
    connected: 'You are online',
    tapHere: 'Tap here if nothing happens',
    left: 'You have a pass until {time}.',
    waiting: 'We are waiting for your payment. This page looks again by itself.',
    paid: 'Your payment has arrived. You are let in now.',
    payNow: 'Pay {price} now',
    letMeOut: 'Open the internet for a few minutes so that I can pay',
    paymentFailed: 'The payment did not go through. You can try again.',
    notOnWifi: 'Your pass is ready. Join the Wi-Fi, open any page, and you are in.',
    full: 'All places of this pass are taken',
    fullHint: 'Choose a device that gives up its place. It is offline at once.',
    instead: 'Use mine instead of this one',
    gatewaySays: 'The Wi-Fi says: {error}',
    gatewayWaits: 'The Wi-Fi opens for you within seconds. This page looks again by itself.',
    forever: 'no end',
    problems: {},
  },
  bn: {
    title: 'ইন্টারনেটে যুক্ত হোন',
    voucher: 'আমার ভাউচার আছে',
    voucherHint: 'বড় হাতের অক্ষর, ফাঁকা জায়গা বা ড্যাশ কোনো ব্যাপার না।',
    connect: 'সংযোগ করুন',
    buy: 'পাস কিনুন',
    phone: 'আপনার ফোন নম্বর',
    email: 'আপনার ই-মেইল ঠিকানা',
    pay: 'পেমেন্টে যান',
    signIn: 'আমার অ্যাকাউন্ট আছে',
    username: 'ইউজার নাম',
    password: 'পাসওয়ার্ড',
    trial: 'বিনামূল্যে চেষ্টা করুন',
    gift: '{time} ফ্রি, {sponsor}-এর সৌজন্যে',
    giftHint: 'তাদের বার্তাটি {seconds} দেখুন, তারপর যুক্ত হোন।',
    giftTake: 'বার্তাটি দেখুন',
    giftSays: '{sponsor}-এর বার্তা',
    giftWait: 'আর {seconds} পরে এগোতে পারবেন। পাতাটি নিজে থেকেই এগোবে।',
    giftReady: 'দেখার জন্য ধন্যবাদ। আপনি পাচ্ছেন {facts}।',
    giftMore: '{sponsor} সম্পর্কে আরও',
    code: 'এসএমএসে কোড নিন',
    codeHint: 'আমরা এতে ছয় সংখ্যার কোড পাঠাব। পাঁচ মিনিট চলবে।',
    sendCode: 'আমাকে কোড পাঠান',
    typeCode: 'কোডটি লিখুন',
    codeSent: '{phone} নম্বরে ছয় সংখ্যার কোড পাঠিয়েছি।',
    codeAgain: 'কিছু আসেনি: আরেকটি পাঠান',
    codeText: '{code}: {name}-এর কোড, {minutes} মিনিটের। কাউকে বলবেন না।',
    back: 'ফিরে যান',
    connecting: 'সংযোগ হচ্ছে…',
    connected: 'আপনি অনলাইনে আছেন',
    tapHere: 'কিছু না হলে এখানে চাপুন',
    left: 'আপনার পাস {time} পর্যন্ত আছে।',
    waiting: 'আপনার পেমেন্টের অপেক্ষায় আছি। এই পাতা নিজে থেকেই আবার দেখবে।',
    paid: 'আপনার পেমেন্ট পৌঁছেছে। এখনই আপনাকে ঢুকতে দেওয়া হচ্ছে।',
    payNow: 'এখন {price} পরিশোধ করুন',
    letMeOut: 'পেমেন্ট করতে কয়েক মিনিটের জন্য ইন্টারনেট চালু করুন',
    paymentFailed: 'পেমেন্ট সম্পন্ন হয়নি। আবার চেষ্টা করতে পারেন।',
    notOnWifi: 'আপনার পাস প্রস্তুত। ওয়াই-ফাইয়ে যুক্ত হয়ে যেকোনো পাতা খুলুন।',
    full: 'এই পাসের সব জায়গা নেওয়া আছে',
    fullHint: 'কোন ডিভাইস জায়গা ছাড়বে তা বেছে নিন। সেটি সঙ্গে সঙ্গে অফলাইন হবে।',
    instead: 'এটির বদলে আমারটি',
    gatewaySays: 'ওয়াই-ফাই বলছে: {error}',
    gatewayWaits: 'কয়েক সেকেন্ডের মধ্যে ওয়াই-ফাই আপনার জন্য খুলবে। এই পাতা নিজে থেকেই আবার দেখবে।',
    forever: 'শেষ নেই',
    problems: {
      'vouchers.code_unknown': 'কোডটি সঠিক নয়। কাগজ দেখে আবার লিখুন।',
      'vouchers.code_mistyped': 'কোডের একটি অক্ষর ভুল বা বাদ পড়েছে। কাগজ দেখে আবার লিখুন।',
      'vouchers.code_used': 'এই ভাউচার আগে ব্যবহার করা হয়েছে।',
      'vouchers.code_not_on_sale': 'এই ভাউচার এখনো দেওয়া হয়নি। যেখান থেকে পেয়েছেন সেখানে দেখান।',
      'vouchers.code_expired': 'এই ভাউচারের মেয়াদ শেষ।',
      'vouchers.code_void': 'এই ভাউচার বাতিল করা হয়েছে।',
      'vouchers.too_many_guesses': 'অনেক ভুল কোড দেওয়া হয়েছে। কয়েক মিনিট পরে চেষ্টা করুন।',
      'hotspot.portal_not_found': 'এই ঠিকানায় কিছু নেই।',
      'hotspot.visit_expired': 'পাতাটি পুরোনো হয়ে গেছে। আবার ওয়াই-ফাইয়ে যুক্ত হোন।',
      'hotspot.pass_over': 'এই পাসের মেয়াদ শেষ।',
      'hotspot.seat_too_new': 'ওই ডিভাইস এইমাত্র জায়গা পেয়েছে। পনেরো মিনিট পরে চেষ্টা করুন।',
      'hotspot.phone_invalid': 'দেশের কোডসহ ফোন নম্বর দিন, যেমন +880 1712 345678।',
      'hotspot.email_invalid': 'এটি ই-মেইল ঠিকানা নয়। এভাবে লিখুন: ada@example.com।',
      'hotspot.grant_used': 'এটি আপনি আগে নিয়েছেন। পরে আবার পাবেন।',
      'hotspot.campaign_over': 'এই অফার আজকের মতো শেষ। অন্যভাবে যুক্ত হোন।',
      'hotspot.watch_longer': 'আর একটু দেখুন, তারপর আবার বোতামটি চাপুন।',
      'hotspot.showing_expired': 'পাতাটি পুরোনো হয়ে গেছে। অফারটি আবার বেছে নিন।',
      'hotspot.answer_unknown': 'এমন কোনো উত্তর নেই। পাতায় যা আছে তার একটি বেছে নিন।',
      'hotspot.codes_off': 'এখানে এসএমএসে কোড পাঠানো হয় না।',
      'hotspot.code_not_sent': 'এই নম্বরে এখন কোড পাঠানো যাচ্ছে না। অন্যভাবে যুক্ত হোন, অথবা কর্মীদের বলুন।',
      'hotspot.too_many_codes': 'অনেক কোড চাওয়া হয়েছে। এক ঘণ্টা পরে চেষ্টা করুন, অথবা অন্যভাবে যুক্ত হোন।',
      'hotspot.code_wrong': 'কোডটি ঠিক নয়। সবচেয়ে নতুন বার্তাটি দেখে আবার লিখুন।',
      'hotspot.code_over': 'এই কোডের মেয়াদ শেষ। আরেকটি নিন।',
      'hotspot.no_controller': 'ওয়াই-ফাই নিয়ন্ত্রক এখনো ঠিক করা হয়নি। কর্মীদের জানান।',
      'hotspot.controller_failed': 'ওয়াই-ফাই আপনাকে ঢুকতে দেয়নি। আপনার পাস রাখা আছে। এক মিনিট পরে আবার চেষ্টা করুন।',
      'hotspot.number_without_service': 'এই নম্বরের জন্য এখানে কোনো সেবা নেই।',
      'hotspot.sign_in_wrong': 'ইউজার নাম বা পাসওয়ার্ড ভুল। দুটোই আবার লিখুন।',
      'hotspot.not_let_in': 'এই পাসে এখন কাউকে ঢুকতে দেওয়া হচ্ছে না। অন্যভাবে যুক্ত হোন, অথবা কর্মীদের বলুন।',
      'hotspot.data_used_up': 'এই পাসের ডেটা শেষ হয়ে গেছে।',
      'hotspot.others_online': 'এই পাসে অন্য ডিভাইস অনলাইনে আছে। সেগুলোকে ওয়াই-ফাই থেকে সরান, দশ মিনিট পরে আবার চেষ্টা করুন।',
      'hotspot.gateway_silent': 'ওয়াই-ফাই আপনাকে ঢুকতে দেয়নি। আপনার পাস রাখা আছে। আবার ওয়াই-ফাইয়ে যুক্ত হয়ে যেকোনো পাতা খুলুন।',
      'hotspot.opening_not_found': 'এখানে অপেক্ষার কিছু নেই। আবার ওয়াই-ফাইয়ে যুক্ত হোন।',
    },
  },
  hi: {
    title: 'इंटरनेट से जुड़ें',
    voucher: 'मेरे पास वाउचर है',
    voucherHint: 'बड़े अक्षर, खाली जगह और डैश का फ़र्क नहीं पड़ता।',
    connect: 'जुड़ें',
    buy: 'पास खरीदें',
    phone: 'आपका फ़ोन नंबर',
    email: 'आपका ई-मेल पता',
    pay: 'भुगतान पर जाएँ',
    signIn: 'मेरा खाता है',
    username: 'यूज़र नाम',
    password: 'पासवर्ड',
    trial: 'मुफ़्त में आज़माएँ',
    gift: '{time} मुफ़्त, {sponsor} की ओर से',
    giftHint: 'उनका संदेश {seconds} देखें, फिर आप जुड़ जाएँगे।',
    giftTake: 'संदेश देखें',
    giftSays: '{sponsor} का संदेश',
    giftWait: '{seconds} बाद आप आगे बढ़ सकेंगे। यह पेज अपने आप आगे बढ़ेगा।',
    giftReady: 'देखने के लिए धन्यवाद। आपको मिलता है {facts}।',
    giftMore: '{sponsor} के बारे में और',
    code: 'SMS से कोड पाएँ',
    codeHint: 'हम इस पर छह अंकों का कोड भेजेंगे। वह पाँच मिनट चलेगा।',
    sendCode: 'मुझे कोड भेजें',
    typeCode: 'कोड लिखें',
    codeSent: 'हमने {phone} पर छह अंकों का कोड भेजा है।',
    codeAgain: 'कुछ नहीं आया: दूसरा भेजें',
    codeText: '{code}: {name} का कोड, {minutes} मिनट के लिए। किसी को न बताएँ।',
    back: 'वापस',
    connecting: 'जोड़ा जा रहा है…',
    connected: 'आप ऑनलाइन हैं',
    tapHere: 'कुछ न हो तो यहाँ दबाएँ',
    left: 'आपका पास {time} तक है।',
    waiting: 'हम आपके भुगतान की प्रतीक्षा कर रहे हैं। यह पेज अपने आप फिर देखेगा।',
    paid: 'आपका भुगतान पहुँच गया। अब आपको अंदर आने दिया जा रहा है।',
    payNow: 'अभी {price} चुकाएँ',
    letMeOut: 'भुगतान के लिए कुछ मिनट इंटरनेट खोलें',
    paymentFailed: 'भुगतान नहीं हो पाया। आप फिर से प्रयास कर सकते हैं।',
    notOnWifi: 'आपका पास तैयार है। वाई-फ़ाई से जुड़ें और कोई भी पेज खोलें।',
    full: 'इस पास की सारी जगहें भरी हैं',
    fullHint: 'चुनें कि कौन-सा डिवाइस जगह छोड़े। वह तुरंत ऑफ़लाइन हो जाएगा।',
    instead: 'इसकी जगह मेरा',
    gatewaySays: 'वाई-फ़ाई कहता है: {error}',
    gatewayWaits: 'कुछ सेकंड में वाई-फ़ाई आपके लिए खुल जाएगा। यह पेज अपने आप फिर देखेगा।',
    forever: 'कोई अंत नहीं',
    problems: {
      'vouchers.code_unknown': 'यह कोड सही नहीं है। काग़ज़ देखकर फिर से लिखें।',
      'vouchers.code_mistyped': 'कोड का कोई अक्षर ग़लत है या छूट गया है। काग़ज़ देखकर फिर से लिखें।',
      'vouchers.code_used': 'यह वाउचर पहले इस्तेमाल हो चुका है।',
      'vouchers.code_not_on_sale': 'यह वाउचर अभी दिया नहीं गया है। जहाँ से मिला वहाँ दिखाएँ।',
      'vouchers.code_expired': 'यह वाउचर समय पर इस्तेमाल नहीं हुआ और अब मान्य नहीं है।',
      'vouchers.code_void': 'यह वाउचर रद्द कर दिया गया है।',
      'vouchers.too_many_guesses': 'बहुत सारे ग़लत कोड। कुछ मिनट बाद प्रयास करें।',
      'hotspot.portal_not_found': 'इस पते पर कुछ नहीं है।',
      'hotspot.visit_expired': 'यह पेज पुराना हो गया है। फिर से वाई-फ़ाई से जुड़ें।',
      'hotspot.pass_over': 'यह पास समाप्त हो गया है।',
      'hotspot.seat_too_new': 'उस डिवाइस को अभी-अभी जगह मिली है। पंद्रह मिनट बाद प्रयास करें।',
      'hotspot.phone_invalid': 'देश के कोड के साथ फ़ोन नंबर लिखें, जैसे +91 98765 43210।',
      'hotspot.email_invalid': 'यह ई-मेल पता नहीं है। ऐसे लिखें: ada@example.com।',
      'hotspot.grant_used': 'यह आप ले चुके हैं। बाद में फिर मिलेगा।',
      'hotspot.campaign_over': 'यह ऑफ़र आज के लिए समाप्त है। दूसरे तरीके से जुड़ें।',
      'hotspot.watch_longer': 'थोड़ी देर और देखें, फिर बटन दोबारा दबाएँ।',
      'hotspot.showing_expired': 'यह पेज पुराना हो गया है। ऑफ़र फिर से चुनें।',
      'hotspot.answer_unknown': 'ऐसा कोई जवाब नहीं है। पेज पर दिए गए में से एक चुनें।',
      'hotspot.codes_off': 'यहाँ SMS से कोड नहीं भेजे जाते।',
      'hotspot.code_not_sent': 'इस नंबर पर अभी कोड नहीं भेजा जा सकता। दूसरे तरीके से जुड़ें, या कर्मचारियों से कहें।',
      'hotspot.too_many_codes': 'बहुत सारे कोड माँगे गए। एक घंटे बाद प्रयास करें, या दूसरे तरीके से जुड़ें।',
      'hotspot.code_wrong': 'यह कोड सही नहीं है। सबसे नया संदेश देखकर फिर से लिखें।',
      'hotspot.code_over': 'यह कोड अब नहीं चलेगा। दूसरा माँगें।',
      'hotspot.no_controller': 'वाई-फ़ाई का नियंत्रक अभी तैयार नहीं है। कर्मचारियों को बताएँ।',
      'hotspot.controller_failed': 'वाई-फ़ाई ने आपको अंदर नहीं आने दिया। आपका पास सुरक्षित है। एक मिनट बाद फिर कोशिश करें।',
      'hotspot.number_without_service': 'इस नंबर के लिए यहाँ कोई सेवा नहीं है।',
      'hotspot.sign_in_wrong': 'यूज़र नाम या पासवर्ड ग़लत है। दोनों फिर से लिखें।',
      'hotspot.not_let_in': 'यह पास अभी किसी को अंदर नहीं आने देता। दूसरे तरीके से जुड़ें, या कर्मचारियों से कहें।',
      'hotspot.data_used_up': 'इस पास का डेटा ख़त्म हो गया है।',
      'hotspot.others_online': 'इस पास से दूसरे डिवाइस ऑनलाइन हैं। उन्हें वाई-फ़ाई से हटाएँ, दस मिनट बाद फिर कोशिश करें।',
      'hotspot.gateway_silent': 'वाई-फ़ाई ने आपको अंदर नहीं आने दिया। आपका पास सुरक्षित है। फिर से वाई-फ़ाई से जुड़कर कोई भी पेज खोलें।',
      'hotspot.opening_not_found': 'यहाँ इंतज़ार करने को कुछ नहीं है। फिर से वाई-फ़ाई से जुड़ें।',
    },
  },
}

export const fill = (text: string, values: Readonly<Record<string, string>>) =>
  text.replaceAll(/\{(\w+)\}/g, (_, name: string) => values[name] ?? '')
