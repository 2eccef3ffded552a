export { createSmsc, type Habits, type Smsc, type TakenMessage } from './smsc.ts'
