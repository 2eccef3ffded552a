export { readHome } from './home.ts'
export { readCustomerStory } from './story.ts'
