import type { RateSeed } from '../rate.ts'
import { plainPack } from './none.ts'

const checkedOn = '2026-11-21'

const excise = { code: 'EXCISE', name: 'Excise duty', checkedOn } as const
const duties: readonly RateSeed[] = [
  {
    ...excise,
    percent: '20',
    from: '2021-07-01',
    to: '2023-07-01',
    source: 'Finance Act 2021; citizen.digital, Voice, data rates up from new taxes',
  },
  {
    ...excise,
    percent: '15',
    from: '2023-07-01',
    source: 'Finance Act 2023; pulselive.co.ke. A court declared the Act void in July 2024; what became of that was not found: ask KRA',
  },
]

/** Excise duty on telephone and internet data services, which enters the base of VAT. */
export const kenya = plainPack('KE', 'PIN', [
  ...duties,
  {
    code: 'VAT',
    name: 'VAT',
    percent: '16',
    on: ['EXCISE'],
    from: '2021-01-01',
    source: 'VAT Act 2013 s. 5, First Schedule; excise in its base: s. 13',
  },
])
