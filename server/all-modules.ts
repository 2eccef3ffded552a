import type { Module } from '#kernel/module.ts'

/** Every module's contribution, in floor order. */
export const allModules: readonly Module[] = []
