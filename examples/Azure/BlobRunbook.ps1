# The runbook for a list that is too long for one variable or for one job; docs/AZURE.md has the steps. The list and what a run keeps
# for the next one are blobs, which the identity of the account may read and write (Storage Blob Data Contributor).
# With -Shards 8, eight jobs of ShardRunbook.ps1 check a part each and this one merges what they found: a job that is lost is a part
# that is missing, and the result says so. For runtime 5.1 or 7.4, with the module Az.Storage.
param(
    [Parameter(Mandatory = $true)] [string] $StorageAccount,
    [string] $Container = 'pincheck',
    # A .csv or .json file. The label of the check is its name.
    [string] $List = 'nightly.json',
    [int] $Shards = 0,
    [string] $ShardRunbook = 'ShardRunbook',
    # Encrypted: the address of the webhook. -UriVariable '' sends nothing.
    [string] $UriVariable = 'PinCheckUri',
    [ValidateSet('Generic', 'Teams', 'Slack')] [string] $As = 'Teams',
    # The root certificate of a receiver of your own, as text.
    [string] $ReceiverRoot
)

$ErrorActionPreference = 'Stop'
$folder = Join-Path ([IO.Path]::GetTempPath()) "pc$(Get-Random)"
$name = [IO.Path]::GetFileNameWithoutExtension($List)
$kept = "$folder/n"
$blob = "$name.state.zip"
$state = "$kept/$name.state.jsonl"

# What the last run kept; nothing at the first one. Storage that cannot be read is an error, and not a first run.
function Restore-Night {
    if (-not (Get-AzStorageBlob @storage -Prefix $blob | Where-Object { $_.Name -ceq $blob })) { return }
    $null = Get-AzStorageBlobContent @storage -Blob $blob -Destination "$folder/old.zip"
    [IO.Compression.ZipFile]::ExtractToDirectory("$folder/old.zip", $kept)
}

# The state, the changes, what was sent and the evidence in one zip file, because they belong together.
function Save-Night {
    Remove-Item -LiteralPath "$folder/new.zip" -ErrorAction Ignore
    [IO.Compression.ZipFile]::CreateFromDirectory($kept, "$folder/new.zip")
    $null = Set-AzStorageBlobContent @storage -Blob $blob -File "$folder/new.zip" -Force
}

# One job for each part, whose result is a blob.
function Invoke-Shard {
    $run = "run-$([guid]::NewGuid())"
    $given = @{ StorageAccount = $StorageAccount; Container = $Container; List = $List; RunId = $run }
    $jobs = foreach ($number in 1..$Shards) {
        Start-AutomationRunbook -Name $ShardRunbook -Parameters ($given + @{ Shard = "$number/$Shards" })
    }
    # Longer than a part may take, and less than the three hours that this job has. The merge names what is not there then.
    try { Wait-AutomationJob -Id $jobs -TimeoutInMinutes 150 -DelayInSeconds 30 | Out-Null } catch { Write-Warning "$_" }
    $parts = @(Get-AzStorageBlob @storage -Prefix "$run/")
    if (-not $parts) { throw "None of the $Shards jobs of '$ShardRunbook' left a result." }
    $null = New-Item -ItemType Directory -Path "$folder/parts"
    foreach ($part in $parts) {
        $null = Get-AzStorageBlobContent @storage -Blob $part.Name -Destination "$folder/parts/$($part.Name -replace '.*/')"
    }
    Get-ChildItem -Path "$folder/parts/*.json" | Merge-PinCheck -State $state
    $parts | Remove-AzStorageBlob @storage | Out-Null
}

try {
    if (-not (Get-Module -Name PinningTools)) { Import-Module -Name PinningTools }
    Add-Type -AssemblyName System.IO.Compression.FileSystem
    $null = New-Item -ItemType Directory -Path $kept
    $null = Connect-AzAccount -Identity
    $storage = @{ Container = $Container; Context = New-AzStorageContext -StorageAccountName $StorageAccount -UseConnectedAccount }
    Restore-Night
    $summary = if ($Shards -gt 1) { Invoke-Shard } else {
        $null = Get-AzStorageBlobContent @storage -Blob $List -Destination "$folder/$List"
        Invoke-PinCheck -LiteralPath "$folder/$List" -State $state -Slim -ThrottleLimit 64 -MaxRuntimeSec 9000
    }
    $wrong = @(if ($summary.ExitCode -ge 2) { $summary.ToStatusLine() })
    # Kept before anything is sent, so that a receiver that is away costs no history; and again with what was sent.
    try { Save-Night } catch { $wrong += "The state was not kept: $_" }
    if ($UriVariable) {
        try {
            $address = ConvertTo-SecureString (Get-AutomationVariable -Name $UriVariable) -AsPlainText -Force
            $receiver = @{ As = $As; UriSecret = $address }
            if ($ReceiverRoot) { $receiver.TrustAnchor = $ReceiverRoot }
            $summary | Send-PinReport @receiver
        } catch { $wrong += "The message was not sent: $_" }
        try { Save-Night } catch { $wrong += "The state was not kept: $_" }
    }

    # An output of more than 1 MiB can fail a job.
    $summary.ToStatusLine()
    $shown = @{ First = 200; Property = 'Level', 'Key', 'Verdict', 'DaysLeft', 'Owner', 'Message' }
    $summary.Details | Where-Object { $_.Level -ne 'Ok' } | Select-Object @shown
    if ($wrong) { throw (($wrong | Select-Object -Unique) -join "`n") }
} catch {
    # A throw alone is not in the error stream of a job, and an error alone leaves the job Completed.
    Write-Error -ErrorRecord $_ -ErrorAction Continue
    throw
} finally { Remove-Item -LiteralPath $folder -Recurse -Force -ErrorAction SilentlyContinue }
