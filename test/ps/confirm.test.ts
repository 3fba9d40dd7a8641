/** Tests of -WhatIf, -Confirm and -Force: the prompt contains the numbers of the real plan, and the answer decides. */
import { expect } from 'chai'
import { psPlace, type PsPlace } from './place.js'
import { describePwsh } from './pwsh.js'

/** Undoes the line breaks of the console. */
const oneLine = (text: string) => text.replaceAll(/\s+/g, ' ')

describePwsh('-WhatIf, -Confirm and -Force', function () {
  this.timeout(300_000)
  let place: PsPlace
  let ids: string[]

  const answering = async (answer: string, script: string) => {
    const { stdout, values } = await place.run(script, { input: `${answer}\n` })
    return { asked: oneLine(stdout), values }
  }

  before(async () => {
    place = await psPlace()
    const people = place.people(4)
    ids = [place.group('Einkauf', people), place.group('Lager')]
  })
  after(() => place.close())

  it('-Confirm prompts with the numbers of the plan and writes nothing after "no"', async () => {
    const { asked, values } = await answering('n', 'Sync-GroupWriteback -Confirm')
    expect(asked).to.include(
      `Sync-GroupWriteback on ${place.container}. Pending: 2 groups to create, 4 members to add. Continue?`,
    )
    expect([values, place.written()]).to.deep.equal([[], []])
  })

  it('-Confirm writes after "yes"', async () => {
    const { asked, values } = await answering('y', '(Sync-GroupWriteback -Group Lager -Confirm).Status')
    expect(asked).to.include('Pending: 1 group to create. Continue?')
    expect(values).to.deep.equal(['applied'])
    expect(place.written()).to.have.length(1)
  })

  it('-Confirm does not prompt if the group is in sync', async () => {
    const { asked, values } = await answering('n', '(Sync-GroupWriteback -Group Lager -Confirm).Status')
    expect(asked).to.not.include('Continue?')
    expect(values).to.deep.equal(['inSync'])
  })

  it('Invoke-GroupWritebackPlan -Confirm prompts with the numbers of the plan', async () => {
    const { asked, values } = await answering(
      'y',
      '(Get-GroupWritebackPlan | Invoke-GroupWritebackPlan -Confirm).Status',
    )
    expect(asked).to.include('Invoke-GroupWritebackPlan on OU=Cloud Groups')
    expect(asked).to.include('1 group to create, 4 members to add. Continue?')
    expect(values).to.deep.equal(['applied'])
  })

  it('Disable-GroupWriteback prompts by default, with No as the default answer, and not with -Force', async () => {
    const no = await answering('', "Disable-GroupWriteback -Group 'Einkauf' -Objects delete")
    expect(no.asked).to.match(
      /4 memberships in 1 group would end, and 1 object with its SID: Einkauf \(CN=[^)]*\): 4 memberships, deleted with its SID S-1-5-21-[\d-]+ Continue\?/,
    )
    expect(no.asked).to.include('(default is "N")')
    expect([no.values, place.written().length]).to.deep.equal([[], 2])
    const whatIf = await place.run("Disable-GroupWriteback -Group 'Einkauf' -Objects empty -Force -WhatIf")
    expect(oneLine(whatIf.stdout)).to.match(
      /What if: Disable-GroupWriteback on .* 1 group waits for approval/,
    )
    expect(place.members('Einkauf')).to.equal(4)
    const [status] = await place.values("(Disable-GroupWriteback -Group 'Einkauf' -Force).Status")
    expect(status).to.equal('inSync')
    const [remembered] = await place.values<string[]>(', (Get-GroupWritebackStatus).Disabled')
    expect(remembered).to.deep.equal([ids[0]])
    expect(place.members('Einkauf')).to.equal(4)
  })

  it('Disable-GroupWriteback fails and changes nothing if PowerShell is non-interactive', async () => {
    const { code, stderr } = await place.run("$ErrorActionPreference = 'Stop'; Disable-GroupWriteback")
    expect(oneLine(stderr)).to.match(/NonInteractive/)
    expect(code).to.equal(1)
    const [enabled] = await place.values('(Get-GroupWritebackStatus).Enabled')
    expect(enabled).to.not.equal(false)
  })

  it('-WhatIf changes neither the directory nor the local state, for every command', async () => {
    const values = await place.values<{ Status: string; DryRun: boolean }>(`
      Enable-GroupWriteback -Group Lager, Einkauf -WhatIf
      Disable-GroupWriteback -WhatIf
      Get-GroupWritebackPlan | Invoke-GroupWritebackPlan -WhatIf
      Initialize-GroupWriteback -ConfigPath ./new.json -WhatIf -PassThru
      Test-Path ./new.json
      $status = Get-GroupWritebackStatus
      $status.Enabled, $status.Selected.Count, ($status.Disabled -join ' ')
    `)
    expect(values.slice(0, 2).map(({ DryRun }) => DryRun)).to.deep.equal([true, true])
    expect(values.slice(2)).to.deep.equal([false, null, 0, ids[0]])
  })
})
