// eslint-disable-next-line typescript/no-explicit-any
export type Schema = Record<string, any>
