/** Measures the CPU time of this process in milliseconds, which does not depend on the load of the machine. */
export async function cpuOf(repeat: number, work: (index: number) => Promise<unknown>): Promise<number> {
  const began = process.cpuUsage()
  for (let index = 0; index < repeat; index++) await work(index)
  const { user, system } = process.cpuUsage(began)
  return (user + system) / 1000 / repeat
}
