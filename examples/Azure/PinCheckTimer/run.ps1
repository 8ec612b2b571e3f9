# An Azure Functions timer (PowerShell 7.4 worker); docs/AZURE.md has the steps. The modules PinningTools, Az.Accounts and Az.Storage
# are in the folder Modules of the app, the list is beside this file. Settings of the app: PINCHECK_STORAGE, the storage account whose
# container pincheck keeps the state, and PINCHECK_URI, a reference to the secret of a key vault with the address of the webhook.
# A wrong key, a check that failed, and a message or a state that could not be delivered fail the invocation.
param($Timer, [string] $List = (Join-Path $PSScriptRoot 'nightly.csv'))

$ErrorActionPreference = 'Stop'
$folder = Join-Path ([IO.Path]::GetTempPath()) "pc$(Get-Random)"
$name = [IO.Path]::GetFileNameWithoutExtension($List)
$kept = "$folder/n"
$blob = "$name.state.zip"

# The state, the changes, what was sent and the evidence in one zip file, because they belong together.
function Save-Night {
    Remove-Item -LiteralPath "$folder/new.zip" -ErrorAction Ignore
    [IO.Compression.ZipFile]::CreateFromDirectory($kept, "$folder/new.zip")
    $null = Set-AzStorageBlobContent @storage -Blob $blob -File "$folder/new.zip" -Force
}

try {
    Import-Module -Name PinningTools
    $null = New-Item -ItemType Directory -Path $kept
    $null = Connect-AzAccount -Identity
    $context = New-AzStorageContext -StorageAccountName $env:PINCHECK_STORAGE -UseConnectedAccount
    $storage = @{ Container = 'pincheck'; Context = $context }
    # Nothing at the first run. Storage that cannot be read is an error, and not a first run.
    if (Get-AzStorageBlob @storage -Prefix $blob | Where-Object Name -CEQ $blob) {
        $null = Get-AzStorageBlobContent @storage -Blob $blob -Destination "$folder/old.zip"
        [IO.Compression.ZipFile]::ExtractToDirectory("$folder/old.zip", $kept)
    }

    # A function of the consumption plan may run for ten minutes, if host.json says so; the default is five.
    $summary = Invoke-PinCheck -LiteralPath $List -State "$kept/$name.state.jsonl" -Slim -ThrottleLimit 64 -MaxRuntimeSec 240
    $wrong = @(if ($summary.ExitCode -ge 2) { $summary.ToStatusLine() })
    # Kept before anything is sent, so that a receiver that is away costs no history; and again with what was sent.
    try { Save-Night } catch { $wrong += "The state was not kept: $_" }
    if ($env:PINCHECK_URI) {
        $receiver = @{ As = 'Teams'; UriSecret = ConvertTo-SecureString $env:PINCHECK_URI -AsPlainText -Force }
        if ($env:PINCHECK_RECEIVER_ROOT) { $receiver.TrustAnchor = $env:PINCHECK_RECEIVER_ROOT }
        try { $summary | Send-PinReport @receiver } catch { $wrong += "The message was not sent: $_" }
        try { Save-Night } catch { $wrong += "The state was not kept: $_" }
    }

    $summary.ToStatusLine()
    if ($wrong) { throw (($wrong | Select-Object -Unique) -join "`n") }
} finally { Remove-Item -LiteralPath $folder -Recurse -Force -ErrorAction SilentlyContinue }
