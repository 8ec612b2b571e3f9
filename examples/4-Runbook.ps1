# An Azure Automation runbook (runtime 5.1 or 7.4); docs/AZURE.md has the steps. The list is JSON. A runbook has no files of its own:
# put the root certificates of a private authority into the list as text, "TrustAnchor": "-----BEGIN CERTIFICATE-----\n..."
# A wrong key, a check that failed, and a message or a state that could not be delivered make the job Failed.
param(
    # Without it, the list is in a variable.
    [object] $Checks,
    [string] $ListVariable = 'PinCheckList',
    # What a run keeps for the next one; '' at first, for a null cannot be read. -StateVariable '' keeps nothing.
    [string] $StateVariable = 'PinCheckState',
    # Encrypted: the address of the webhook. -UriVariable '' sends nothing.
    [string] $UriVariable = 'PinCheckUri',
    [ValidateSet('Generic', 'Teams', 'Slack')] [string] $As = 'Teams',
    # The root certificate of a receiver of your own, as text.
    [string] $ReceiverRoot,
    # The number of characters that a variable holds.
    [int] $Limit = 1048576
)

$ErrorActionPreference = 'Stop'
$folder = Join-Path ([IO.Path]::GetTempPath()) "pc$(Get-Random)"
$kept = "$folder/n"

# Keeps the state, the changes, what was sent and the evidence as the text of one zip file, because they belong together. If it is
# too long, the evidence is left out, which the next mismatch brings again, and then the oldest changes. The state is never cut.
function Save-Night {
    while ($true) {
        Remove-Item -LiteralPath "$folder/new.zip" -ErrorAction Ignore
        [IO.Compression.ZipFile]::CreateFromDirectory($kept, "$folder/new.zip")
        $text = [Convert]::ToBase64String([IO.File]::ReadAllBytes("$folder/new.zip"))
        if ($text.Length -le $Limit) { break }
        $file = "$kept/nightly.changes.jsonl"
        $changes = @(if (Test-Path -LiteralPath $file) { [IO.File]::ReadAllLines($file) })
        if (Test-Path -LiteralPath "$kept/nightly.evidence") { Remove-Item -LiteralPath "$kept/nightly.evidence" -Recurse }
        elseif ($changes) {
            $newest = $changes | Select-Object -Last ([int][Math]::Floor($changes.Count * 3 / 4))
            [IO.File]::WriteAllText($file, -join ($newest | ForEach-Object { "$_`n" }))
        } else {
            throw "The state is $($text.Length) characters long and a variable holds $Limit, so '$StateVariable' is as it was. " +
                'Keep the state in a blob: examples/Azure/BlobRunbook.ps1, docs/AZURE.md.'
        }
    }
    Set-AutomationVariable -Name $StateVariable -Value $text
}

try {
    if (-not (Get-Module -Name PinningTools)) { Import-Module -Name PinningTools }
    Add-Type -AssemblyName System.IO.Compression.FileSystem
    $null = New-Item -ItemType Directory -Path $kept
    if ($null -eq $Checks) { $Checks = Get-AutomationVariable -Name $ListVariable }
    # Automation passes parameters that look like JSON as objects, and variables as text.
    if ($Checks -isnot [string]) { $Checks = ConvertTo-Json -InputObject $Checks -Depth 5 }
    [IO.File]::WriteAllText("$folder/nightly.json", $Checks)
    $state = @{}
    if ($StateVariable) {
        $state.State = "$kept/nightly.state.jsonl"
        $text = "$(Get-AutomationVariable -Name $StateVariable)".Trim()
        if ($text) {
            [IO.File]::WriteAllBytes("$folder/old.zip", [Convert]::FromBase64String($text))
            [IO.Compression.ZipFile]::ExtractToDirectory("$folder/old.zip", $kept)
        }
    }

    # Invoke-PinCheck refuses a list that was cut off; ConvertFrom-Json would not. A job may run for three hours.
    $summary = Invoke-PinCheck -LiteralPath "$folder/nightly.json" @state -Slim -ThrottleLimit 64 -MaxRuntimeSec 9000
    $wrong = @(if ($summary.ExitCode -ge 2) { $summary.ToStatusLine() })
    # Kept before anything is sent, so that a receiver that is away costs no history; and again with what was sent.
    if ($StateVariable) { try { Save-Night } catch { $wrong += "The state was not kept: $_" } }
    if ($UriVariable) {
        try {
            $address = ConvertTo-SecureString (Get-AutomationVariable -Name $UriVariable) -AsPlainText -Force
            $receiver = @{ As = $As; UriSecret = $address }
            if ($ReceiverRoot) { $receiver.TrustAnchor = $ReceiverRoot }
            $summary | Send-PinReport @receiver
        } catch { $wrong += "The message was not sent: $_" }
        if ($StateVariable) { try { Save-Night } catch { $wrong += "The state was not kept: $_" } }
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
