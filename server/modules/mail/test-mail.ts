import type { Tx } from '#kernel/db.ts'
import type { Delivery } from '#kernel/mail.ts'
import type { Platform } from '#kernel/platform.ts'
import { type Language, languageOf } from '#modules/tenants'
import { post, readPost } from './post.ts'

const texts: Readonly<Record<Language, { readonly subject: string; readonly text: string }>> = {
  en: {
    subject: 'A test of your mail settings',
    text: 'This is how mails to your customers look and whom they are from. Answer it to see where answers go.',
  },
  bn: {
    subject: 'আপনার মেইল সেটিংস পরখ',
    text: 'গ্রাহকদের কাছে মেইল এভাবেই যায়, এই প্রেরকের নামে। উত্তর কোথায় যায় দেখতে এই মেইলের উত্তর দিন।',
  },
  hi: {
    subject: 'आपकी मेल सेटिंग की जाँच',
    text: 'ग्राहकों को मेल इसी तरह और इसी भेजने वाले के नाम से जाती है। जवाब कहाँ जाता है, यह देखने के लिए इसका जवाब दें।',
  },
}

/** Sends a mail as customers get theirs, at once. */
export async function sendTestMail(tx: Tx, { config }: Pick<Platform, 'config'>, to: string, locale: string): Promise<Delivery> {
  return post(config, await readPost(tx), { to, ...texts[languageOf(locale)] }).catch((error: unknown) => ({
    state: 'failed',
    reason: error instanceof Error ? error.message : String(error),
  }))
}
