import { fillTemplate } from '#kernel/template.ts'
import type { Language } from '#modules/tenants'

const disabled = {
  en: {
    subject: 'A webhook endpoint of {tenant} was switched off',
    body: 'Hello {name},\n\nNothing is sent to this address any more:\n\n{url}\n\n{reason}\n\nWhen the receiver works again, switch the endpoint on under Settings, Webhooks, and send what failed once more:\n\n{link}',
  },
  bn: {
    subject: '{tenant}-এর একটি ওয়েবহুক ঠিকানা বন্ধ করা হয়েছে',
    body: 'প্রিয় {name},\n\nএই ঠিকানায় আর কিছু পাঠানো হচ্ছে না:\n\n{url}\n\n{reason}\n\nগ্রাহক সার্ভার আবার চালু হলে সেটিংস, ওয়েবহুক থেকে ঠিকানাটি চালু করুন এবং যা পৌঁছায়নি তা আবার পাঠান:\n\n{link}',
  },
  hi: {
    subject: '{tenant} का एक वेबहुक पता बंद किया गया',
    body: 'नमस्ते {name},\n\nइस पते पर अब कुछ नहीं भेजा जा रहा है:\n\n{url}\n\n{reason}\n\nजब प्राप्तकर्ता फिर से काम करे, तो सेटिंग्स, वेबहुक में इस पते को चालू करें और जो नहीं पहुँचा उसे फिर से भेजें:\n\n{link}',
  },
} as const

const reasons = {
  failing: {
    en: 'The receiver did not take anything for three days.',
    bn: 'তিন দিন ধরে গ্রাহক সার্ভার কিছুই গ্রহণ করেনি।',
    hi: 'प्राप्तकर्ता ने तीन दिनों तक कुछ भी स्वीकार नहीं किया।',
  },
  gone: {
    en: 'The receiver answered that it is gone for good (410).',
    bn: 'গ্রাহক সার্ভার জানিয়েছে যে এটি স্থায়ীভাবে সরানো হয়েছে (410)।',
    hi: 'प्राप्तकर्ता ने उत्तर दिया कि वह स्थायी रूप से हटा दिया गया है (410)।',
  },
} as const

/** What administrators are told of an endpoint that was switched off by itself. */
export function disabledMail(
  language: Language,
  { reason, ...values }: { name: string; tenant: string; url: string; link: string; reason: keyof typeof reasons },
) {
  const all = { ...values, reason: reasons[reason][language] }
  return { subject: fillTemplate(disabled[language].subject, all), text: fillTemplate(disabled[language].body, all) }
}
