// One document per script we print in, as real as can be. For the tests, and for whoever changes a template and wants to look at it.
import { hash } from 'node:crypto'
import { drawQrCode } from '#kernel/qr-code.ts'
import type { InvoiceDocument, ReceiptDocument, StatementDocument } from './document.ts'
import { paymentCode } from './payment-code.ts'

const bytes = (svg: string) => new TextEncoder().encode(svg)

const padmaLogo = bytes(`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 220 64">
  <circle cx="32" cy="32" r="28" fill="#0b7a5c"/>
  <path d="M14 36c8-10 28-10 36 0M20 43c6-6 18-6 24 0M8 29c12-14 36-14 48 0" fill="none" stroke="#fff" stroke-width="4" stroke-linecap="round"/>
  <path d="M78 16h16q12 0 12 10t-12 10h-8v12h-8z M86 23v7h7q5 0 5-3.500t-5-3.500z" fill="#0b7a5c"/>
</svg>`)

/** What a tax office signs of an invoice: a token of about 1,100 letters, in three parts, none of which looks like another invoice's. */
export function signedCode(invoice: string): Uint8Array {
  const letters = (name: string, count: number) =>
    Array.from({ length: Math.ceil(count / 43) }, (_, part) => hash('sha256', `${invoice} ${name} ${part}`, 'base64url'))
      .join('')
      .slice(0, count)
  const token = ['eyJhbGciOiJSUzI1NiIsInR5cCI6IkpXVCJ9', letters('claims', 720), letters('signature', 342)].join('.')
  return drawQrCode(token, { errorCorrection: 'low', margin: 2, pixels: 1 })
}

const lagosPage = 'https://spark.example/my/spark/pay/AZ0kYvP3c2Cb1q0nD8mR4wq7Tz5Xh2Ls9Kf0'

export const lagosInvoice: InvoiceDocument = {
  language: 'en',
  kind: 'invoice',
  number: 'SPK-2026-000123',
  mark: null,
  seller: {
    name: 'Spark Wi-Fi Limited',
    brandColour: '#f59e0b',
    logo: null,
    addressLines: ['14 Herbert Macaulay Way', 'Yaba, Lagos 101245, Nigeria'],
    contactLines: ['billing@spark.example · +234 800 000 1000'],
    taxIds: [
      { label: 'TIN', value: '20481516-0001' },
      { label: 'RC', value: '1482733' },
    ],
  },
  buyer: {
    name: 'Adébáyọ̀ Ọláníyan',
    customerNumber: 'C-001024',
    addressLines: ['Flat 4, 27 Bode Thomas Street', 'Surulere, Lagos'],
    taxIds: [],
  },
  isoDate: '2026-11-01',
  issuedOn: '1 November 2026',
  dueOn: '8 November 2026',
  period: '1 – 30 November 2026',
  facts: [],
  lines: [
    {
      description: 'Spark Home 20 Mbps',
      detail: '1 – 30 November 2026',
      quantity: '1',
      unitPrice: '₦18,500.00',
      tax: '7.5 %',
      amount: '₦18,500.00',
    },
    {
      description: 'Static IPv4 address',
      detail: 'From 16 November: 15 of 30 days',
      quantity: '1',
      unitPrice: '₦3,000.00',
      tax: '7.5 %',
      amount: '₦1,500.00',
    },
    { description: 'Data top-up 50 GB', detail: null, quantity: '2', unitPrice: '₦4,000.00', tax: '7.5 %', amount: '₦8,000.00' },
    {
      description: 'Outage credit',
      detail: '21 October, 9 hours without service',
      quantity: '1',
      unitPrice: '−₦450.00',
      tax: '7.5 %',
      amount: '−₦450.00',
    },
  ],
  lineTaxes: null,
  subtotal: '₦27,550.00',
  taxes: [{ name: 'VAT 7.5 %', base: '₦27,550.00', amount: '₦2,066.25' }],
  adjustments: [],
  total: '₦29,616.25',
  settled: [{ name: 'Credit from October', amount: '−₦1,000.00' }],
  amountDue: '₦28,616.25',
  payment: {
    methods: [
      {
        name: 'Bank transfer',
        facts: [
          { label: 'Bank', value: 'Wema Bank' },
          { label: 'Account', value: '9930 214 775' },
          { label: 'Name', value: 'Spark / Olaniyan' },
        ],
      },
      { name: 'USSD', facts: [{ label: 'Dial', value: '*737*33*4*18791#' }] },
    ],
    link: lagosPage,
    qrCode: paymentCode(lagosPage),
  },
  registration: null,
  notes: [
    'Service pauses three days after the due date and returns within a second of payment.',
    'Questions about this invoice? Reply within 30 days.',
  ],
}

export const dhakaInvoice: InvoiceDocument = {
  language: 'bn',
  kind: 'tax-invoice',
  number: 'PAD-2026-004417',
  mark: 'paid',
  seller: {
    name: 'পদ্মা নেট লিমিটেড',
    brandColour: '#0b7a5c',
    logo: padmaLogo,
    addressLines: ['বাড়ি ১২, সড়ক ৫, মিরপুর ১০', 'ঢাকা ১২১৬, বাংলাদেশ'],
    contactLines: ['hisab@padma.example · ০৯৬৭৮-১২৩৪৫৬'],
    taxIds: [{ label: 'বিআইএন', value: '004512387-0402' }],
  },
  buyer: {
    name: 'মোঃ রফিকুল ইসলাম চৌধুরী',
    customerNumber: 'গ-০০৪৪১৭',
    addressLines: ['ফ্ল্যাট ৩বি, ক্ষণিকা ভবন', 'ধানমন্ডি ২৭, ঢাকা ১২০৯'],
    taxIds: [],
  },
  isoDate: '2026-11-01',
  issuedOn: '১ নভেম্বর ২০২৬',
  dueOn: '১০ নভেম্বর ২০২৬',
  period: '১ – ৩০ নভেম্বর ২০২৬',
  facts: [{ label: 'ফরম', value: 'মূসক-৬.৩' }],
  lines: [
    {
      description: 'ফাইবার সংযোগ ৩০ এমবিপিএস',
      detail: 'কোড S012.14 · ১ – ৩০ নভেম্বর',
      quantity: '১',
      unitPrice: '৳১,১৪২.৮৬',
      tax: '৫%',
      amount: '৳১,১৪২.৮৬',
    },
    { description: 'রাউটার ভাড়া', detail: null, quantity: '১', unitPrice: '৳১০০.০০', tax: '৫%', amount: '৳১০০.০০' },
  ],
  lineTaxes: {
    names: ['সম্পূরক শুল্ক', 'মূসক'],
    rows: [
      {
        taxes: [
          { percent: '০ %', amount: '৳০.০০' },
          { percent: '৫ %', amount: '৳৫৭.১৪' },
        ],
        gross: '৳১,২০০.০০',
      },
      {
        taxes: [
          { percent: '০ %', amount: '৳০.০০' },
          { percent: '৫ %', amount: '৳৫.০০' },
        ],
        gross: '৳১০৫.০০',
      },
    ],
  },
  subtotal: '৳১,২৪২.৮৬',
  taxes: [{ name: 'মূসক ৫%', base: '৳১,২৪২.৮৬', amount: '৳৬২.১৪' }],
  adjustments: [],
  total: '৳১,৩০৫.০০',
  settled: [{ name: 'বিকাশ, ৩ নভেম্বর', amount: '−৳১,৩০৫.০০' }],
  amountDue: '৳০.০০',
  payment: {
    methods: [
      {
        name: 'বিকাশ / নগদ',
        facts: [
          { label: 'মার্চেন্ট', value: '০১৭০০-০০০০০০' },
          { label: 'রেফারেন্স', value: 'গ-০০৪৪১৭' },
        ],
      },
      { name: 'অফিসে নগদ', facts: [{ label: 'সময়', value: 'শনি – বৃহস্পতি, সকাল ৯টা – রাত ৮টা' }] },
    ],
    link: null,
    qrCode: null,
  },
  registration: null,
  notes: ['সময়মতো পরিশোধের জন্য ধন্যবাদ।'],
}

const punePage = 'https://bharatfiber.example/my/bharat/pay/AZ0kYvQ8dHSb5n2kVxWc6Qp3Ry8Jm1Gt4Ue7'

export const puneInvoice: InvoiceDocument = {
  language: 'hi',
  kind: 'tax-invoice',
  number: 'BF/26-27/0091832',
  mark: null,
  seller: {
    name: 'भारत फ़ाइबर प्राइवेट लिमिटेड',
    brandColour: '#1d4ed8',
    logo: null,
    addressLines: ['कोथरूड, पुणे 411038', 'महाराष्ट्र (27), भारत'],
    contactLines: ['bill@bharatfiber.example · 1800-000-0000'],
    taxIds: [{ label: 'GSTIN', value: '27AAPFU0939F1ZV' }],
  },
  buyer: {
    name: 'श्रीमती ज्ञानेश्वरी कुलकर्णी',
    customerNumber: 'BF-100482',
    addressLines: ['सदनिका 7, ऋतुरंग सोसायटी', 'हडपसर, पुणे 411028'],
    taxIds: [{ label: 'GSTIN', value: '27AABCU9603R1ZN' }],
  },
  isoDate: '2026-11-01',
  issuedOn: '1 नवंबर 2026',
  dueOn: '15 नवंबर 2026',
  period: '1 – 30 नवंबर 2026',
  facts: [
    { label: 'आपूर्ति का स्थान', value: 'महाराष्ट्र (27)' },
    { label: 'रिवर्स चार्ज', value: 'नहीं' },
  ],
  lines: [
    {
      description: 'फ़ाइबर 100 एमबीपीएस असीमित',
      detail: 'SAC 998422 · 1 – 30 नवंबर 2026',
      quantity: '1',
      unitPrice: '₹999.00',
      tax: '18 %',
      amount: '₹999.00',
    },
    { description: 'ओटीटी बंडल', detail: 'SAC 998439', quantity: '1', unitPrice: '₹149.00', tax: '18 %', amount: '₹149.00' },
  ],
  lineTaxes: null,
  subtotal: '₹1,148.00',
  taxes: [
    { name: 'CGST 9 %', base: '₹1,148.00', amount: '₹103.32' },
    { name: 'SGST 9 %', base: '₹1,148.00', amount: '₹103.32' },
  ],
  adjustments: [{ name: 'पूर्णांकन', amount: '₹0.36' }],
  total: '₹1,355.00',
  settled: [],
  amountDue: '₹1,355.00',
  payment: {
    methods: [{ name: 'यूपीआई', facts: [{ label: 'आईडी', value: 'bharatfiber@bank' }] }],
    link: punePage,
    qrCode: paymentCode(punePage),
  },
  registration: {
    facts: [
      { label: 'IRN', value: '1f5a9c07e2d84b6390a7c1d52e8f4b6a0c9d7e3f2b1a5c4d8e6f7a9b0c1d2e3f' },
      { label: 'Ack. no.', value: '112610091832001' },
      { label: 'Ack. date', value: '1 नवंबर 2026' },
    ],
    qrCode: signedCode('1f5a9c07e2d84b63'),
  },
  notes: ['यह कंप्यूटर से बना बीजक है, हस्ताक्षर आवश्यक नहीं।'],
}

export const dhakaReceipt: ReceiptDocument = {
  language: 'bn',
  number: 'RCP-2026-002210',
  seller: dhakaInvoice.seller,
  buyer: dhakaInvoice.buyer,
  isoDate: '2026-11-03',
  receivedOn: '৩ নভেম্বর ২০২৬, সন্ধ্যা ৬:৪২',
  amount: '৳১,৫০০.০০',
  amountInWords: 'এক হাজার পাঁচশত টাকা মাত্র',
  method: 'বিকাশ',
  reference: 'BKQ7X2M0AL',
  receivedBy: null,
  allocations: [
    { description: 'চালান PAD-2026-004417', date: '১ নভেম্বর ২০২৬', amount: '৳১,৩০৫.০০' },
    { description: 'অগ্রিম জমা', date: '৩ নভেম্বর ২০২৬', amount: '৳১৯৫.০০' },
  ],
  balanceAfter: '৳১৯৫.০০ জমা',
  notes: ['ধন্যবাদ। আপনার সংযোগ চালু আছে।'],
}

export const puneCreditNote: InvoiceDocument = {
  ...puneInvoice,
  kind: 'credit-note',
  number: 'CN/26-27/000212',
  dueOn: null,
  facts: [{ label: 'किस बिल के लिए', value: 'BF/26-27/0091832' }, { label: 'कारण', value: '9 घंटे सेवा बंद रही' }, ...puneInvoice.facts],
  lines: [{ ...puneInvoice.lines[1]!, description: 'ओटीटी बंडल, 16 – 30 नवंबर', unitPrice: '₹74.50', amount: '₹74.50' }],
  subtotal: '₹74.50',
  taxes: [
    { name: 'CGST 9 %', base: '₹74.50', amount: '₹6.71' },
    { name: 'SGST 9 %', base: '₹74.50', amount: '₹6.71' },
  ],
  adjustments: [],
  total: '₹87.92',
  amountDue: '₹87.92',
  payment: { methods: [], link: null, qrCode: null },
  registration: null,
}

export const lagosStatement: StatementDocument = {
  language: 'en',
  number: 'A-001024',
  seller: lagosInvoice.seller,
  buyer: lagosInvoice.buyer,
  isoDate: '2026-11-30',
  issuedOn: '30 November 2026',
  period: '1 – 30 November 2026',
  opening: '₦1,250.00',
  lines: [
    { date: '1 November 2026', description: 'Invoice SPK-2026-000123', charge: '₦29,616.25', payment: '', balance: '₦30,866.25' },
    { date: '4 November 2026', description: 'Payment RCP-2026-004410', charge: '', payment: '₦30,000.00', balance: '₦866.25' },
    { date: '9 November 2026', description: 'Credit note CN-2026-000031', charge: '', payment: '₦483.75', balance: '₦382.50' },
  ],
  charges: '₦29,616.25',
  payments: '₦30,483.75',
  closing: '₦382.50',
  notes: [],
}

export const dhakaStatement: StatementDocument = {
  language: 'bn',
  number: 'হি-০০৪৪১৭',
  seller: dhakaInvoice.seller,
  buyer: dhakaInvoice.buyer,
  isoDate: '2026-11-30',
  issuedOn: '৩০ নভেম্বর ২০২৬',
  period: '১ – ৩০ নভেম্বর ২০২৬',
  opening: '৳০.০০',
  lines: [
    { date: '১ নভেম্বর ২০২৬', description: 'চালান PAD-2026-004417', charge: '৳১,৩০৫.০০', payment: '', balance: '৳১,৩০৫.০০' },
    { date: '৩ নভেম্বর ২০২৬', description: 'পরিশোধ RCP-2026-002210', charge: '', payment: '৳১,৫০০.০০', balance: '−৳১৯৫.০০' },
  ],
  charges: '৳১,৩০৫.০০',
  payments: '৳১,৫০০.০০',
  closing: '−৳১৯৫.০০',
  notes: [],
}

export const puneStatement: StatementDocument = {
  language: 'hi',
  number: 'A-100482',
  seller: puneInvoice.seller,
  buyer: puneInvoice.buyer,
  isoDate: '2026-11-30',
  issuedOn: '30 नवंबर 2026',
  period: '1 – 30 नवंबर 2026',
  opening: '₹0.00',
  lines: [{ date: '1 नवंबर 2026', description: 'बिल BF/26-27/0091832', charge: '₹1,355.00', payment: '', balance: '₹1,355.00' }],
  charges: '₹1,355.00',
  payments: '₹0.00',
  closing: '₹1,355.00',
  notes: [],
}
