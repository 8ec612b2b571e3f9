# Azure's own commands as files of the folder that AZURE_FAKES names: variables/NAME, blobs/CONTAINER/NAME, and jobs, one a line.
# They have the parameters that the examples use, and refuse what Azure refuses.
$folder = $env:AZURE_FAKES
$held = 1048576

function Get-VariableFile([string] $Name) {
    $file = Join-Path $folder "variables/$Name"
    if (-not (Test-Path -LiteralPath $file)) { throw "Variable asset '$Name' not found." }
    $file
}

function Get-AutomationVariable {
    [CmdletBinding()]
    param([Parameter(Mandatory = $true, Position = 0)] [string] $Name)
    [IO.File]::ReadAllText((Get-VariableFile $Name))
}

# Each value is kept as well, in the order in which they came.
function Set-AutomationVariable {
    [CmdletBinding()]
    param([Parameter(Mandatory = $true, Position = 0)] [string] $Name, [Parameter(Mandatory = $true)] [AllowEmptyString()] [object] $Value)
    if ($Value -isnot [string]) { throw 'The state is text.' }
    # As it is stored: JSON.
    if ((ConvertTo-Json -InputObject $Value -Compress).Length -gt $held) { throw "The value of '$Name' is too long." }
    [IO.File]::WriteAllText((Get-VariableFile $Name), $Value)
    $null = New-Item -ItemType Directory -Path (Join-Path $folder history) -Force
    $number = @(Get-ChildItem -LiteralPath (Join-Path $folder history)).Count
    [IO.File]::WriteAllText((Join-Path $folder ('history/{0:000}-{1}' -f $number, $Name)), $Value)
}

function Connect-AzAccount {
    [CmdletBinding()]
    param([switch] $Identity)
    if (-not $Identity) { throw 'A job has nobody who signs in.' }
    $script:isConnected = $true
    'the account, which is output that a runbook has to drop'
}

function New-AzStorageContext {
    [CmdletBinding()]
    param([Parameter(Mandatory = $true)] [string] $StorageAccountName, [switch] $UseConnectedAccount)
    if (-not $UseConnectedAccount -or -not $script:isConnected) { throw 'There is no right to this account.' }
    [pscustomobject]@{ StorageAccountName = $StorageAccountName }
}

function Get-ContainerFolder([string] $Container, [object] $Context) {
    if (-not $Context.StorageAccountName) { throw 'There is no context.' }
    $place = Join-Path $folder "blobs/$Container"
    if (-not (Test-Path -LiteralPath $place)) { throw "The container '$Container' does not exist." }
    $place
}

function Get-AzStorageBlob {
    [CmdletBinding()]
    param([string] $Container, [string] $Prefix, [object] $Context)
    $place = Get-ContainerFolder $Container $Context
    foreach ($file in Get-ChildItem -LiteralPath $place -Recurse -File) {
        $name = $file.FullName.Substring($place.Length + 1).Replace('\', '/')
        if ($name.StartsWith($Prefix, 'Ordinal')) { [pscustomobject]@{ Name = $name } }
    }
}

function Get-AzStorageBlobContent {
    [CmdletBinding()]
    param([string] $Container, [string] $Blob, [string] $Destination, [object] $Context, [switch] $Force)
    $file = Join-Path (Get-ContainerFolder $Container $Context) $Blob
    if (-not (Test-Path -LiteralPath $file)) { throw "Can not find blob '$Blob'." }
    if ((Test-Path -LiteralPath $Destination) -and -not $Force) { throw "'$Destination' exists." }
    [IO.File]::WriteAllBytes($Destination, [IO.File]::ReadAllBytes($file))
    [pscustomobject]@{ Name = $Blob }
}

function Set-AzStorageBlobContent {
    [CmdletBinding()]
    param([string] $Container, [string] $File, [string] $Blob, [object] $Context, [switch] $Force)
    $target = Join-Path (Get-ContainerFolder $Container $Context) $Blob
    if ((Test-Path -LiteralPath $target) -and -not $Force) { throw "'$Blob' exists, and nobody is here to ask." }
    $null = New-Item -ItemType Directory -Path (Split-Path -Parent $target) -Force
    [IO.File]::WriteAllBytes($target, [IO.File]::ReadAllBytes($File))
    [pscustomobject]@{ Name = $Blob }
}

function Remove-AzStorageBlob {
    [CmdletBinding()]
    param([Parameter(ValueFromPipelineByPropertyName = $true)] [string] $Name, [string] $Container, [object] $Context)
    process { Remove-Item -LiteralPath (Join-Path (Get-ContainerFolder $Container $Context) $Name) }
}

# A job is a PowerShell of its own. AZURE_LOST is the part of the list whose job never begins.
function Start-AutomationRunbook {
    [CmdletBinding()]
    param([Parameter(Mandatory = $true, Position = 0)] [string] $Name, [Collections.IDictionary] $Parameters)
    $id = [guid]::NewGuid()
    Add-Content -LiteralPath (Join-Path $folder jobs) -Value "$id $Name $($Parameters.Shard)"
    if ($Parameters.Shard -eq $env:AZURE_LOST) { return $id }
    Import-Module (Join-Path $PSScriptRoot ../Engine.psm1)
    $given = @($Parameters.GetEnumerator() | ForEach-Object { "-$($_.Key)"; "$($_.Value)" })
    $null = Invoke-Engine -NoProfile -NonInteractive -File (Join-Path $PSScriptRoot RunJob.ps1) -Runbook "$Name.ps1" @given 2>&1
    $id
}

function Wait-AutomationJob {
    [CmdletBinding()]
    param([Parameter(Mandatory = $true)] [guid[]] $Id, [int] $TimeoutInMinutes, [int] $DelayInSeconds)
    foreach ($one in $Id) {
        $job = Select-String -LiteralPath (Join-Path $folder jobs) -Pattern "^$one \S+ (.*)"
        if (-not $job) { throw "There is no job '$one'." }
        if ($job.Matches[0].Groups[1].Value -eq $env:AZURE_LOST) { throw 'The time is up.' }
    }
}

Export-ModuleMember -Function *-Az*, *-Automation*
