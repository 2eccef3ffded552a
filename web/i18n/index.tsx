import { createContext, use, useMemo, useState, useEffect, type ReactNode } from 'react'
import type { en as english, Key } from './en.ts'
import { first } from './en-first.ts'
import { type Format, type Place, formatFor } from './format.ts'
import { type Message, type ParamsOf, fill, humanise, placeholdersOf } from './message.ts'

export const languages = ['en', 'bn', 'hi'] as const
export type Language = (typeof languages)[number]
export type { Key, PlainKey } from './en.ts'
export type { Format, MoneyWire } from './format.ts'

export type Translate = <K extends Key>(key: K, ...params: ParamsOf<(typeof english)[K]>) => string

export interface I18n {
  readonly language: Language
  readonly setLanguage: (language: Language) => void
  /** A text of the catalogue: `t('list.selected', { count })`. */
  readonly t: Translate
  /** A name that comes from the server: the first key that exists, else the name made readable. */
  readonly label: (name: string, ...keys: string[]) => string
  /** A text that the server chose by its key, with what it fills in; a key we do not know yet is made readable. */
  readonly say: (key: string, params: Readonly<Record<string, string | number>>) => string
  /** What a problem of the server says in this language, where it is not English and we know the problem and all that fills it. */
  readonly problem: (document: ToldProblem) => string | undefined
  readonly format: Format
}

export interface ToldProblem {
  readonly code: string
  readonly why?: string | undefined
  readonly values?: Readonly<Record<string, string | number>> | undefined
}

type Catalogue = Readonly<Record<string, Message>>

/** Grows once, when the first screen beyond home is loaded. */
const en: Record<string, Message> = { ...first }

/** Texts of the screens that a first visit does not load. In other languages they came with the first ones. */
export async function loadTexts(): Promise<void> {
  Object.assign(en, (await import('./en.ts')).en)
}

const catalogues: Readonly<Record<Language, () => Promise<Catalogue>>> = {
  en: async () => en,
  bn: async () => (await import('./bn.ts')).bn,
  hi: async () => (await import('./hi.ts')).hi,
}

/** In English problems come as the server says them. */
const problems: Readonly<Record<Language, () => Promise<Catalogue>>> = {
  en: async () => ({}),
  bn: async () => (await import('./problems-bn.ts')).problems,
  hi: async () => (await import('./problems-hi.ts')).problems,
}

const storageKey = 'trunkline-language'
const Context = createContext<I18n | undefined>(undefined)

export function useI18n(): I18n {
  const i18n = use(Context)
  if (!i18n) throw new Error('useI18n is called outside I18nProvider')
  return i18n
}

export interface I18nProviderProps {
  /** Where the business is: decides zone, currency and the regional form of the language. */
  readonly place: { readonly country: string; readonly timeZone: string; readonly currency: string }
  /** The language of the person's profile; what they chose on this device goes first. */
  readonly preferred?: string | undefined
  readonly children: ReactNode
}

export function I18nProvider({ place, preferred, children }: I18nProviderProps) {
  const [chosen, setChosen] = useState(() => asLanguage(localStorage.getItem(storageKey)))
  const language = chosen ?? asLanguage(preferred) ?? asLanguage(navigator.language) ?? 'en'
  const catalogue = useCatalogue(language)
  const told = useProblems(language, catalogue !== undefined)
  const { country, timeZone, currency } = place

  const i18n = useMemo(() => {
    const setLanguage = (next: Language) => {
      localStorage.setItem(storageKey, next)
      setChosen(next)
    }
    return { language, setLanguage, ...textsOf(catalogue ?? en, told, { locale: `${language}-${country}`, timeZone, currency }) }
  }, [language, catalogue, told, country, timeZone, currency])

  useEffect(() => {
    document.documentElement.lang = language
  }, [language])
  return catalogue && <Context value={i18n}>{children}</Context>
}

/** Undefined only before the first catalogue came; a change of language keeps the old texts until the new ones are here. */
function useCatalogue(language: Language): Catalogue | undefined {
  const [catalogue, setCatalogue] = useState<Catalogue | undefined>(language === 'en' ? en : undefined)
  useEffect(() => {
    let current = true
    void catalogues[language]().then((loaded) => current && setCatalogue(loaded))
    return () => {
      current = false
    }
  }, [language])
  return catalogue
}

const noProblems: Catalogue = {}

/** They come behind the texts of the screens, because no screen begins with a problem. */
function useProblems(language: Language, isReady: boolean): Catalogue {
  const [loaded, setLoaded] = useState<{ language: Language; texts: Catalogue }>()
  useEffect(() => {
    if (isReady) void problems[language]().then((texts) => setLoaded({ language, texts }))
  }, [language, isReady])
  return loaded?.language === language ? loaded.texts : noProblems
}

function textsOf(catalogue: Catalogue, told: Catalogue, place: Place) {
  const t: Translate = (key, ...params) => fill(catalogue[key] ?? en[key] ?? key, params[0] ?? {}, place.locale)
  const label = (name: string, ...keys: string[]) => {
    const key = keys.find((candidate) => candidate in catalogue)
    return key === undefined ? humanise(name) : fill(catalogue[key] ?? name, {}, place.locale)
  }
  const say: I18n['say'] = (key, params) => fill(catalogue[key] ?? humanise(key.split('.').at(-1) ?? key), params, place.locale)
  const problem: I18n['problem'] = ({ code, why, values = {} }) => {
    const text = told[`${code}.${why}`] ?? told[code]
    return text !== undefined && placeholdersOf(text).every((name) => name in values) ? fill(text, values, place.locale) : undefined
  }
  return { t, label, say, problem, format: formatFor(place) }
}

function asLanguage(tag: string | null | undefined): Language | undefined {
  return languages.find((language) => tag?.toLowerCase().startsWith(language))
}
