/** Tests every view at 80 columns with the longest values: no column is dropped, no line is longer. */
import { expect } from 'chai'
import { groupReasons, memberReasons } from '../../src/model/reason.js'
import { root } from '../project/source.js'
import { describePwsh, quoted, valuesOf } from './pwsh.js'

const file = `${root}ps/GroupWriteback/GroupWriteback.Format.ps1xml`
const width = 80
const id = '0a1b2c3d-1111-2222-3333-444455556666'
const name = 'Sales and marketing of all regions, including those that joined this year'
const dn = `CN=${name}_444455556666,OU=Cloud Groups,OU=Very deep,DC=corp,DC=contoso,DC=com`
const longest = (words: readonly string[]) =>
  words.reduce((one, two) => (two.length > one.length ? two : one))
const problem = `[pscustomobject]@{ PSTypeName = 'GroupWriteback.Problem'; Code = 'nameTaken'; Message = '${dn}'; Hint = '${dn}' }`

/** Properties of an object of each type as PowerShell source, and the values that must not be truncated. */
const objects: Record<string, { text: string; whole: string[] }> = {
  'GroupWriteback.Group': {
    text: `Id = '${id}'; Status = 'withheld'; DisplayName = '${name}'; MembersAdded = 1234567; MembersRemoved = 7654321
      Dn = '${dn}'; Lines = @('+ add ${name}'); Target = '${dn}'; PlanHash = '${'a'.repeat(64)}'`,
    whole: ['withheld', '1234567', '7654321', 'Sales and marketing of'],
  },
  'GroupWriteback.Check': {
    text: `Status = 'warning'; Name = 'Managed service account'; Message = '${name}'`,
    whole: ['warning', 'Managed service account', ...name.split(' ')],
  },
  'GroupWriteback.SkippedGroup': {
    text: `Id = '${id}'; DisplayName = '${name}'; Reason = '${longest(groupReasons)}'`,
    whole: [id, longest(groupReasons)],
  },
  'GroupWriteback.SkippedMember': {
    text: `Id = '${id}'; Reason = '${longest(memberReasons)}'; DisplayName = '${name}'`,
    whole: [id, longest(memberReasons)],
  },
  'GroupWriteback.Selection': {
    text: `Id = '${id}'; As = 'universalMailEnabledSecurityGroup'; Container = '${dn}'`,
    whole: [id],
  },
  'GroupWriteback.HeldMember': {
    text: `Guid = '${id}'; Name = '${name}'; Since = [datetime] '2026-12-31T22:22:22'`,
    whole: [id, '12/31/2026 10:22:22'],
  },
}

interface Shown {
  type: string
  view: string
  columns: string[]
  lines: string[]
}

const show = `
[System.Threading.Thread]::CurrentThread.CurrentCulture = [System.Globalization.CultureInfo]::GetCultureInfo('en-US')
$objects = @{
  ${Object.entries(objects)
    .map(([type, { text }]) => `'${type}' = [pscustomobject]@{ PSTypeName = '${type}'; ${text} }`)
    .join('\n')}
}
[xml] $views = [System.IO.File]::ReadAllText(${quoted(file)})
foreach ($view in $views.Configuration.ViewDefinitions.View) {
  if (-not $view['TableControl']) { continue }
  foreach ($type in @($view.ViewSelectedBy.TypeName)) {
    $items = @($view.TableControl.TableRowEntries.TableRowEntry.TableColumnItems.TableColumnItem)
    $labels = @($view.TableControl.TableHeaders.TableColumnHeader | ForEach-Object { "$($_.Label)" })
    [pscustomobject]@{
      type = $type; view = $view.Name
      columns = @(for ($i = 0; $i -lt $items.Count; $i++) { if ($labels[$i]) { $labels[$i] } else { $items[$i].PropertyName } })
      lines = @($objects[$type] | Format-Table -View $view.Name | Out-String -Width ${width} -Stream)
    }
  }
}`

describePwsh('views at 80 columns', function () {
  this.timeout(60_000)
  let shown: Shown[]

  before(async () => {
    shown = await valuesOf<Shown>(show)
  })

  it('are tested with an object of every type that has a table', () => {
    expect(shown.map(({ type }) => type)).to.have.members(Object.keys(objects))
  })

  for (const [type, { whole }] of Object.entries(objects)) {
    it(`show every column of ${type}, and the identifying values untruncated`, () => {
      const { columns = [], lines = [] } = shown.find((one) => one.type === type) ?? {}
      const text = lines.map((line) => line.trimEnd()).filter((line) => line !== '')
      expect(text.filter((line) => line.length > width)).to.deep.equal([])
      const head = text.find((line) => line.includes(columns[0] ?? '')) ?? ''
      expect(head.split(/ +/).filter((word) => word !== '')).to.deep.equal(columns)
      for (const word of whole) expect(text.join('\n')).to.include(word)
    })
  }

  it('also wrap the lines of lists and plans', async () => {
    const group = objects['GroupWriteback.Group']?.text
    const [lines = []] = await valuesOf<string[]>(`
      $group = [pscustomobject]@{ PSTypeName = 'GroupWriteback.Group'; ${group} }
      $report = [pscustomobject]@{
        PSTypeName = 'GroupWriteback.Report'; Summary = '${name}, ${name}'; Target = '${dn}'; ExitCode = 3
        PlanHash = '${'a'.repeat(64)}'; Groups = @($group); SkippedGroups = @(); Totals = @{ Withheld = 1 }
        Guard = [pscustomobject]@{ Words = @('${dn}') }
      }
      $plan = $report.PSObject.Copy()
      $plan.PSObject.TypeNames.Insert(0, 'GroupWriteback.Plan')
      , @($group, $report, $plan, ${problem} | Out-String -Width ${width} -Stream)`)
    expect(lines.length).to.be.greaterThan(20)
    expect(lines.filter((line) => line.trimEnd().length > width)).to.deep.equal([])
  })
})
