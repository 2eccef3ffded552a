import { fillTemplate, type PlaceholdersOf } from '#kernel/template.ts'
import type { Language } from '#modules/tenants'

interface Text<T extends string> {
  readonly subject: T
  readonly body: T
}

const catalogue = {
  invitation: {
    en: {
      subject: 'Your access to {tenant}',
      body: 'Hello {name},\n\n{tenant} has invited you to its console. Choose your password here, within 7 days:\n\n{link}\n\nIf you did not expect this, ignore it.',
    },
    bn: {
      subject: '{tenant}-এ আপনার প্রবেশাধিকার',
      body: 'প্রিয় {name},\n\n{tenant} আপনাকে তাদের কনসোলে আমন্ত্রণ জানিয়েছে। ৭ দিনের মধ্যে এখানে আপনার পাসওয়ার্ড ঠিক করুন:\n\n{link}\n\nএটি প্রত্যাশিত না হলে উপেক্ষা করুন।',
    },
    hi: {
      subject: '{tenant} में आपका प्रवेश',
      body: 'नमस्ते {name},\n\n{tenant} ने आपको अपने कंसोल में आमंत्रित किया है। 7 दिनों के भीतर यहाँ अपना पासवर्ड चुनें:\n\n{link}\n\nयदि आपको इसकी अपेक्षा नहीं थी, तो इसे अनदेखा करें।',
    },
  },
  'password-reset': {
    en: {
      subject: 'A new password for {tenant}',
      body: 'Hello {name},\n\nChoose a new password here, within one hour:\n\n{link}\n\nIf you did not ask for this, ignore it: your password stays as it is.',
    },
    bn: {
      subject: '{tenant}-এর নতুন পাসওয়ার্ড',
      body: 'প্রিয় {name},\n\nএক ঘণ্টার মধ্যে এখানে নতুন পাসওয়ার্ড ঠিক করুন:\n\n{link}\n\nআপনি এটি না চেয়ে থাকলে উপেক্ষা করুন: আপনার পাসওয়ার্ড আগের মতোই থাকবে।',
    },
    hi: {
      subject: '{tenant} के लिए नया पासवर्ड',
      body: 'नमस्ते {name},\n\nएक घंटे के भीतर यहाँ नया पासवर्ड चुनें:\n\n{link}\n\nयदि आपने यह नहीं माँगा था, तो इसे अनदेखा करें: आपका पासवर्ड वही रहेगा।',
    },
  },
} as const

const newDevice = {
  en: {
    subject: 'New sign-in to {tenant}',
    body: 'Hello {name},\n\nSomebody signed in as you from a browser you did not use before.\n\nWhen: {at}\nFrom: {address}\nBrowser: {browser}\n\nIf it was not you, choose a new password now; that ends all sessions.',
  },
  bn: {
    subject: '{tenant}-এ নতুন সাইন-ইন',
    body: 'প্রিয় {name},\n\nএমন একটি ব্রাউজার থেকে আপনার নামে সাইন ইন করা হয়েছে, যা আপনি আগে ব্যবহার করেননি।\n\nসময়: {at}\nঠিকানা: {address}\nব্রাউজার: {browser}\n\nএটি আপনি না হলে এখনই নতুন পাসওয়ার্ড ঠিক করুন; তাতে সব সেশন শেষ হবে।',
  },
  hi: {
    subject: '{tenant} में नया साइन-इन',
    body: 'नमस्ते {name},\n\nकिसी ने आपके नाम से ऐसे ब्राउज़र से साइन इन किया जिसे आपने पहले उपयोग नहीं किया था।\n\nकब: {at}\nकहाँ से: {address}\nब्राउज़र: {browser}\n\nयदि यह आप नहीं थे, तो अभी नया पासवर्ड चुनें; इससे सभी सत्र समाप्त हो जाएँगे।',
  },
} as const

const recoveryCode = {
  en: {
    subject: 'A recovery code for {tenant} was used',
    body: 'Hello {name},\n\nSomebody signed in as you with a recovery code. You have {left} left; make new ones in your profile before they run out.\n\nIf it was not you, choose a new password now; that ends all sessions.',
  },
  bn: {
    subject: '{tenant}-এর একটি পুনরুদ্ধার কোড ব্যবহার হয়েছে',
    body: 'প্রিয় {name},\n\nআপনার নামে একটি পুনরুদ্ধার কোড দিয়ে সাইন ইন করা হয়েছে। আপনার {left}টি কোড বাকি আছে; শেষ হওয়ার আগে প্রোফাইলে নতুন কোড তৈরি করুন।\n\nএটি আপনি না হলে এখনই নতুন পাসওয়ার্ড ঠিক করুন; তাতে সব সেশন শেষ হবে।',
  },
  hi: {
    subject: '{tenant} का एक रिकवरी कोड इस्तेमाल हुआ',
    body: 'नमस्ते {name},\n\nकिसी ने रिकवरी कोड से आपके नाम से साइन इन किया। आपके पास {left} कोड बचे हैं; ख़त्म होने से पहले प्रोफ़ाइल में नए कोड बनाएँ।\n\nयदि यह आप नहीं थे, तो अभी नया पासवर्ड चुनें; इससे सभी सत्र समाप्त हो जाएँगे।',
  },
} as const

export const linkPurposes = ['invitation', 'password-reset'] as const
export type LinkPurpose = (typeof linkPurposes)[number]

function written<T extends string>({ subject, body }: Text<T>, values: Record<PlaceholdersOf<T>, string>) {
  return { subject: fillTemplate(subject, values), text: fillTemplate(body, values) }
}

export const linkMail = (purpose: LinkPurpose, language: Language, values: { name: string; tenant: string; link: string }) =>
  written(catalogue[purpose][language], values)

export const newDeviceMail = (language: Language, values: { name: string; tenant: string; at: string; address: string; browser: string }) =>
  written(newDevice[language], values)

export const recoveryCodeMail = (language: Language, values: { name: string; tenant: string; left: string }) =>
  written(recoveryCode[language], values)
