/** Tests of objects of other modules as input: which property identifies the group in Entra, and which never does. */
import { expect } from 'chai'
import { psPlace, type PsPlace } from './place.js'
import { describePwsh, valuesOf } from './pwsh.js'

const id = '1a111111-2b22-3c33-4d44-5e5555555555'
const other = '99999999-8888-7777-6666-555555555555'

/** Functions that make typed objects, and objects as a remote session or a file returns them (type name only). */
const helpers = `
  function Get-Typed($Type, $Property) {
    $object = [pscustomobject] $Property
    $object.PSObject.TypeNames.Insert(0, $Type)
    $object
  }
  function Get-Deserialized($Type, $Property) {
    $serializer = [System.Management.Automation.PSSerializer]
    $serializer::Deserialize($serializer::Serialize((Get-Typed $Type $Property)))
  }
  $unifiedGroup = 'Microsoft.Exchange.Data.Directory.Management.UnifiedGroup'
  $adGroup = 'Microsoft.ActiveDirectory.Management.ADGroup'
  $mgGroup = 'Microsoft.Graph.PowerShell.Models.MicrosoftGraphGroup'`

/** An object of Exchange: its Id is a name, and its Guid is not the id in Entra. */
const exchange = (entraId: string, more = '') =>
  `@{ ExternalDirectoryObjectId = '${entraId}'; Guid = [guid] '${other}'; Id = 'sales_1'; Identity = 'sales_1'
      Name = 'sales_1'; DistinguishedName = 'CN=sales_1,OU=contoso'; DisplayName = 'Sales'; ${more} }`

/** An object of the ActiveDirectory module. */
const directory = (more = '') =>
  `@{ Name = 'Sales'; SamAccountName = 'Sales'; DistinguishedName = 'CN=Sales,DC=corp'; ObjectGUID = [guid] '${other}'
      ObjectClass = 'group'; ${more} }`

interface Case {
  title: string
  item: string
  is: string
}

const anchor = `adminDescription = 'Group_${id}'`
const otherAnchor = `'msDS-ExternalDirectoryObjectId' = 'Group_${id.toUpperCase()}'`
const mail = "PrimarySmtpAddress = 'sales@contoso.com'"

const named: Case[] = [
  { title: 'an id', item: `'${id}'`, is: id },
  { title: 'a guid', item: `[guid] '${id}'`, is: id },
  { title: 'a name with leading and trailing spaces', item: "' Sales '", is: 'Sales' },
  { title: 'an anchor as a string', item: `'Group_${id}'`, is: id },
  { title: 'Get-UnifiedGroup', item: `Get-Typed $unifiedGroup ${exchange(id)}`, is: id },
  {
    title: 'Get-UnifiedGroup in a remote session',
    item: `Get-Deserialized $unifiedGroup ${exchange(id, mail)}`,
    is: id,
  },
  {
    title: 'Get-DistributionGroup of an Exchange organization without Entra',
    item: `Get-Deserialized $unifiedGroup ${exchange('', mail)}`,
    is: 'sales@contoso.com',
  },
  { title: 'Get-ADGroup with adminDescription', item: `Get-Typed $adGroup ${directory(anchor)}`, is: id },
  {
    title: 'Get-ADGroup with msDS-ExternalDirectoryObjectId',
    item: `Get-Deserialized $adGroup ${directory(`adminDescription = $null; ${otherAnchor}`)}`,
    is: id,
  },
  {
    title: 'Get-ADGroup with the same anchor in both attributes',
    item: `Get-Typed $adGroup ${directory(`${anchor}; ${otherAnchor}`)}`,
    is: id,
  },
  {
    title: 'Get-ADGroup through Select-Object',
    item: `Get-Typed $adGroup ${directory(anchor)} | Select-Object -Property Name, adminDescription`,
    is: id,
  },
  {
    title: 'Get-MgGroup',
    item: `Get-Typed $mgGroup @{ Id = '${id}'; DisplayName = 'Sales'; Mail = 'sales@contoso.com' }`,
    is: id,
  },
  {
    title: 'Invoke-MgGraphRequest',
    item: `@{ id = '${id}'; displayName = 'Sales'; mail = $null }`,
    is: id,
  },
  {
    title: 'Get-EntraGroup',
    item: `Get-Typed $mgGroup @{ Id = '${id}'; ObjectId = '${id}'; DisplayName = 'Sales' }`,
    is: id,
  },
  ...['Id', 'ObjectId', 'Object Id', 'GroupId', 'Group', 'Mail', 'DisplayName', 'Name'].map((column) => ({
    title: `a row with the column ${column}`,
    item: `"Number,${column}\`n7,${id}" | ConvertFrom-Csv`,
    is: id,
  })),
  {
    title: 'a row with empty columns',
    item: '"Id,ObjectId,Mail,DisplayName`n,,  ,Sales" | ConvertFrom-Csv',
    is: 'Sales',
  },
]

const unnamed: Array<{ title: string; item: string; says: RegExp }> = [
  { title: '$null', item: '$null', says: /^Input item 2 is empty\./ },
  { title: 'an empty name', item: "''", says: /^Input item 2 is empty\./ },
  { title: 'a name of spaces', item: "'  '", says: /^Input item 2 is empty\./ },
  {
    title: 'an object without a usable property',
    item: "[pscustomobject]@{ Color = 'red' }",
    says: /^Input item 2 \(@\{Color=red\}\) has no property that names a group\..*ExternalDirectoryObjectId/,
  },
  {
    title: 'a row with empty columns only',
    item: '"Id,Mail`n,x" | ConvertFrom-Csv | Select-Object -Property Id',
    says: /^Input item 2 \(.*\) has no property that names a group\./,
  },
  { title: 'a number', item: '7', says: /^Input item 2 \(7\) has no property that names a group\./ },
  {
    title: 'Get-ADGroup without an anchor',
    item: `Get-Deserialized $adGroup ${directory("mail = 'sales@contoso.com'; DisplayName = 'Sales'")}`,
    says: /^Input item 2 \(CN=Sales,DC=corp\) is an Active Directory object without an anchor\..*Get-ADGroup -Properties adminDescription, 'msDS-ExternalDirectoryObjectId'/,
  },
  {
    title: 'Get-ADGroup with an adminDescription that is not an anchor',
    item: `Get-Typed $adGroup ${directory("adminDescription = 'User_x'; 'msDS-ExternalDirectoryObjectId' = ''")}`,
    says: /without an anchor/,
  },
  {
    title: 'Get-ADGroup read from a CSV file',
    item: `"DistinguishedName,Name,ObjectGUID\`n""CN=Sales,DC=corp"",Sales,${other}" | ConvertFrom-Csv`,
    says: /^Input item 2 \(CN=Sales,DC=corp\) is an Active Directory object without an anchor\./,
  },
  {
    title: 'Get-ADGroup with the anchors of two groups',
    item: `Get-Typed $adGroup ${directory(`${anchor}; 'msDS-ExternalDirectoryObjectId' = 'Group_${other}'`)}`,
    says: new RegExp(
      `^Input item 2 \\(CN=Sales,DC=corp\\) has the anchors of two cloud groups: ${other}, ${id}\\.`,
    ),
  },
]

describePwsh('the reference of an input item', function () {
  this.timeout(60_000)
  let found: Array<{ references: string[]; errors: string[]; hint: string }>

  before(async () => {
    const items = [...named, ...unnamed].map(
      ({ item }) => `
      $items = @('before', $(${item}), 'after')
      $references = @(Use-Reference $items -ErrorAction SilentlyContinue -ErrorVariable problem)
      [pscustomobject]@{
        references = $references
        errors = @($problem | ForEach-Object { $_.Exception.Message })
        hint = if ($problem) { $problem[0].ErrorDetails.RecommendedAction }
      }`,
    )
    found = await valuesOf(`${helpers}
      function Use-Reference {
        [CmdletBinding()] param([object[]] $Item)
        & (Get-Module GroupWriteback) { ConvertTo-GroupReference -Cmdlet $args[0] -Group $args[1] } $PSCmdlet $Item
      }
      ${items.join('\n')}`)
  })

  for (const [index, { title, is }] of named.entries()) {
    it(`${title}: is ${is}`, () => {
      expect(found[index]?.references).to.deep.equal(['before', is, 'after'])
      expect(found[index]?.errors).to.deep.equal([])
    })
  }

  for (const [index, { title, says }] of unnamed.entries()) {
    it(`${title}: is an error that names the item, and the other items are processed`, () => {
      const seen = found[named.length + index]
      expect(seen?.references).to.deep.equal(['before', 'after'])
      expect(seen?.errors).to.have.length(1)
      expect(seen?.errors[0]).to.match(says)
      expect(seen?.hint).to.match(/\.$/)
    })
  }
})

describePwsh('pipelines from other modules', function () {
  this.timeout(60_000)
  let place: PsPlace

  before(async () => {
    place = await psPlace()
  })
  after(() => place.close())

  it('Get-UnifiedGroup objects are synced and Get-ADGroup objects disabled, empty rows are non-terminating errors', async () => {
    const [sales, twin] = [place.group('Sales'), place.group('Sales')]
    const values = await place.values<unknown>(`${helpers}
      function Get-UnifiedGroup { Get-Deserialized $unifiedGroup ${exchange(sales)} }
      $report = $null, (Get-UnifiedGroup), '' | Sync-GroupWriteback -ErrorVariable problem -ErrorAction SilentlyContinue
      $report.Totals.Created, $report.Groups[0].Id
      , @($problem | ForEach-Object { $_.FullyQualifiedErrorId })
      function Get-ADGroup {
        Get-Typed $adGroup ${directory("DisplayName = 'Sales'")}
        Get-Typed $adGroup ${directory(`adminDescription = 'Group_${twin}'`)}
      }
      $null = Get-ADGroup | Disable-GroupWriteback -Force -ErrorVariable problem -ErrorAction SilentlyContinue
      , @($problem | ForEach-Object { "$($_.FullyQualifiedErrorId) $($_.TargetObject.ObjectGUID)" })
      , (Get-GroupWritebackStatus).Disabled
    `)
    expect(values.slice(0, 2)).to.deep.equal([1, sales])
    expect(values[2]).to.deep.equal(['usage,Sync-GroupWriteback', 'usage,Sync-GroupWriteback'])
    expect(values.slice(3)).to.deep.equal([[`usage,Disable-GroupWriteback ${other}`], [twin]])
  })

  it('an argument without any group is a terminating error, and never means all groups', async () => {
    place.group('Untouched')
    const script = ['$null', "''", '@()', '$null, $null'].map(
      (argument) => `
      foreach ($command in 'Sync', 'Enable', 'Disable') {
        try { & "$command-GroupWriteback" -Group ${argument} -ErrorAction SilentlyContinue; 'continued' }
        catch { $_.FullyQualifiedErrorId -replace ',.*' }
      }
      try { Get-GroupWritebackPlan -Group ${argument} -ErrorAction SilentlyContinue; 'continued' }
      catch { $_.FullyQualifiedErrorId -replace ',.*' }`,
    )
    const ids = await place.values<string>(script.join('\n'))
    expect(new Set(ids)).to.deep.equal(new Set(['usage']))
    expect(ids).to.have.length(16)
    expect(place.written().join()).to.not.include('Untouched')
  })
})
