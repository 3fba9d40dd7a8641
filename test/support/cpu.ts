/** Milliseconds that the processor works for this process, each time: what else the machine does adds nothing to it. */
export async function cpuOf(repeat: number, work: (index: number) => Promise<unknown>): Promise<number> {
  const began = process.cpuUsage()
  for (let index = 0; index < repeat; index++) await work(index)
  const { user, system } = process.cpuUsage(began)
  return (user + system) / 1000 / repeat
}
