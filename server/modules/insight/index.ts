export { followBalances } from './balances.ts'
export { readHome } from './home.ts'
export { readCustomerStory } from './story.ts'
