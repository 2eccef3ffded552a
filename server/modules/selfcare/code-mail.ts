import { fillTemplate } from '#kernel/template.ts'
import type { Language } from '#modules/tenants'
import type { Addressee } from './store.ts'

interface CodeMail {
  readonly tenant: string
  readonly codes: readonly (Addressee & { readonly code: string })[]
  /** Where the code is typed. */
  readonly page: string
}

const texts: Readonly<Record<Language, { readonly subject: string; readonly text: string }>> = {
  en: {
    subject: '{code} is your code for {tenant}',
    text: 'Your code to sign in:\n\n{codes}\n\nIt is valid for ten minutes, on the page where you asked for it or here:\n{page}\n\nIf you did not ask for it, somebody typed your address. Without the code nothing happens. Never tell it to anybody, also not to us.\n\n{tenant}',
  },
  bn: {
    subject: '{code} আপনার {tenant} কোড',
    text: 'সাইন ইন করার কোড:\n\n{codes}\n\nদশ মিনিটের মধ্যে যে পাতায় কোড চেয়েছেন সেখানে বা এখানে লিখুন:\n{page}\n\nআপনি কোড না চেয়ে থাকলে কেউ আপনার ঠিকানা লিখেছে। কোড ছাড়া কিছুই হয় না। কোডটি কাউকে বলবেন না, আমাদেরও না।\n\n{tenant}',
  },
  hi: {
    subject: '{code} {tenant} के लिए आपका कोड है',
    text: 'साइन इन करने का कोड:\n\n{codes}\n\nयह दस मिनट तक मान्य है: जिस पृष्ठ पर माँगा था वहाँ या यहाँ लिखें:\n{page}\n\nअगर आपने नहीं माँगा, तो किसी ने आपका पता लिखा है। कोड के बिना कुछ नहीं होता। इसे किसी को न बताएँ, हमें भी नहीं।\n\n{tenant}',
  },
}

/** The code alone where there is one customer; else each with whom it signs in. */
export function codeMail(language: Language, { tenant, codes, page }: CodeMail): { subject: string; text: string } {
  const { subject, text } = texts[language]
  const isOne = codes.length === 1
  const lines = codes.map(({ code, number, name }) => (isOne ? code : `${code}  ${number} ${name}`))
  const values = { tenant, page, code: isOne ? codes[0]!.code : codes.map(({ code }) => code).join(' / '), codes: lines.join('\n') }
  return { subject: fillTemplate(subject, values), text: fillTemplate(text, values) }
}
