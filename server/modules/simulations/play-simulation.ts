/** The name of the job: those who ask for it and those who do it need not know each other. */
export const playSimulation = 'simulations.play'
