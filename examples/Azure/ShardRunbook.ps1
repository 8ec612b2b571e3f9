# A part of a long list: BlobRunbook.ps1 -Shards starts a job of this runbook for each. What it finds is a blob, which says nothing of
# its own: a wrong key is for the merge to judge, so it does not fail this job.
param(
    [Parameter(Mandatory = $true)] [string] $Shard,
    [Parameter(Mandatory = $true)] [string] $RunId,
    [Parameter(Mandatory = $true)] [string] $StorageAccount,
    [string] $Container = 'pincheck',
    [string] $List = 'nightly.json'
)

$ErrorActionPreference = 'Stop'
$folder = Join-Path ([IO.Path]::GetTempPath()) "pc$(Get-Random)"
try {
    if (-not (Get-Module -Name PinningTools)) { Import-Module -Name PinningTools }
    $null = New-Item -ItemType Directory -Path $folder
    $null = Connect-AzAccount -Identity
    $storage = @{ Container = $Container; Context = New-AzStorageContext -StorageAccountName $StorageAccount -UseConnectedAccount }
    $null = Get-AzStorageBlobContent @storage -Blob $List -Destination "$folder/$List"
    # Two hours, for the merge waits two and a half, the time in a queue included.
    $part = Invoke-PinCheck -LiteralPath "$folder/$List" -Shard $Shard -Slim -ThrottleLimit 64 -MaxRuntimeSec 7200
    $part | Export-PinReport -Path "$folder/part.json"
    $null = Set-AzStorageBlobContent @storage -Blob "$RunId/$($Shard -replace '/.*').json" -File "$folder/part.json" -Force
    $part.ToStatusLine()
} catch {
    Write-Error -ErrorRecord $_ -ErrorAction Continue
    throw
} finally { Remove-Item -LiteralPath $folder -Recurse -Force -ErrorAction SilentlyContinue }
