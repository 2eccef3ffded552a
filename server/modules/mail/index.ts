export { changeSettings as changeMailSettings } from './change-settings.ts'
export { mailModule } from './module.ts'
export { canPost, post, readPost } from './post.ts'
