# A job of Azure Automation, as a fresh process that nobody sits at: the runbook, its parameters, Azure's commands and the module by
# its name. The end says how the job ended; what came to the error stream begins with "error: ".
param([string] $Runbook, [switch] $Memory)
$given = @{}
for ($i = 0; $i -lt $args.Count; $i += 2) { $given["$($args[$i])".TrimStart('-').TrimEnd(':')] = $args[$i + 1] }
Import-Module (Join-Path $PSScriptRoot AzureFakes.psm1)
if (-not [IO.Path]::IsPathRooted($Runbook)) { $Runbook = Join-Path $PSScriptRoot "../../../examples/Azure/$Runbook" }
# What a host does: errors that are only written do not end a job.
$status = 'Completed'
try {
    & $Runbook @given 2>&1 | ForEach-Object {
        if ($_ -is [Management.Automation.ErrorRecord]) { "error: $_" } else { ($_ | Out-String -Width 4096).TrimEnd() }
    }
} catch {
    $status = 'Failed'
    "thrown: $_"
}
if ($Memory) { "memory: $((Select-String -LiteralPath /proc/self/status -Pattern '^VmHWM:\s+([0-9]+)').Matches[0].Groups[1].Value)" }
"status: $status"
