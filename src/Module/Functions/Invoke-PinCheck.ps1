function Invoke-PinCheck {
    <#
    .SYNOPSIS
    Checks a list of hosts against their pins and sums up the result, for scheduled tasks and runbooks.

    .DESCRIPTION
    Invoke-PinCheck reads hosts and pins from a CSV or JSON file, runs Test-CertificatePin over all of them at once and
    writes one summary with the details.

    The file has one row or object for each host, with these members:

    HostName      the host, or host:port. Required.
    Port          the port, 443 if empty.
    Pin           the pins, any of which is enough: a JSON array, or with semicolons between them. Required.
    PinOnly       true to trust the leaf's key alone.
    TrustAnchor   a file of root certificates that replace the platform's, relative to the list's folder.

    Each host comes to a level, as monitoring systems count them: 0 Ok, 1 Warning (it passed, but expires within
    -WarningDays, or has no backup pin), 2 Critical (the wrong key, an untrusted chain, another name, an expired
    certificate), 3 Unknown (no connection, no handshake, or a row that cannot be read). The summary takes the worst of
    them, where Critical beats Unknown and Unknown beats Warning.

    .PARAMETER Path
    The list: a .csv or .json file.

    .PARAMETER WarningDays
    The days before a leaf certificate's expiry from which on a passed check is a warning.

    .PARAMETER ThrottleLimit
    How many hosts are connected to at once.

    .PARAMETER TimeoutSec
    The seconds one host may take.

    .PARAMETER Exit
    Ends the script or the PowerShell process with the summary's exit code: 0, 1, 2 or 3.

    .EXAMPLE
    Invoke-PinCheck -Path ./checks.csv

    Checks every host of the list and shows the summary.

    .EXAMPLE
    (Invoke-PinCheck -Path ./checks.json).Details | Where-Object Level -ne 'Ok'

    Shows only the hosts that need attention.

    .EXAMPLE
    pwsh -NoProfile -Command "Import-Module PinningTools; Invoke-PinCheck -Path ./checks.csv -Exit"

    Runs from a scheduler, which sees the exit code.

    .OUTPUTS
    PinningTools.PinCheckSummary
    #>
    [CmdletBinding()]
    [OutputType('PinningTools.PinCheckSummary')]
    param(
        [Parameter(Mandatory = $true, Position = 0)]
        [ValidateNotNullOrEmpty()]
        [string] $Path,

        [ValidateRange(0, 3650)]
        [int] $WarningDays = 14,

        [ValidateRange(1, 10000)]
        [int] $ThrottleLimit = 32,

        [ValidateRange(1, 86400)]
        [int] $TimeoutSec = 15,

        [switch] $Exit
    )

    $started = [DateTime]::UtcNow
    $rows = @(Read-PinCheckList -Path $Path)
    $folder = Split-Path -Parent (Resolve-Path -LiteralPath $Path).ProviderPath
    $options = @{
        ThrottleLimit = $ThrottleLimit
        TimeoutSec    = $TimeoutSec
        ErrorAction   = 'SilentlyContinue'
        ErrorVariable = 'rowErrors'
    }

    $details = @(foreach ($row in $rows | Where-Object Problem) {
            New-PinCheckDetail -HostName $row.HostName -Port $row.Port -Level Unknown -Message $row.Problem
        })

    # Rows with the same trust run together: trust is one for a whole Test-CertificatePin.
    $groups = $rows | Where-Object { -not $_.Problem } | Group-Object -Property TrustAnchor, PinOnly
    $details += foreach ($group in $groups) {
        $trust = @{ PinOnly = $group.Group[0].PinOnly }
        if ($group.Group[0].TrustAnchor) { $trust.TrustAnchor = Join-Path $folder $group.Group[0].TrustAnchor }
        $rowErrors = $null
        try {
            $group.Group | Test-CertificatePin @trust @options | ConvertTo-PinCheckDetail -WarningDays $WarningDays
        } catch {
            # An anchor that cannot be read ends the command for its whole group: each of its hosts is unknown.
            $message = $_.Exception.Message
            foreach ($row in $group.Group) {
                New-PinCheckDetail -HostName $row.HostName -Level Unknown -Message $message
            }
            continue
        }
        foreach ($rowError in $rowErrors) {
            New-PinCheckDetail -HostName $rowError.TargetObject -Level Unknown -Message $rowError.Exception.Message
        }
    }

    $summary = New-PinCheckSummary -Detail @($details) -Path $Path -Started $started
    $summary
    if ($Exit) { exit $summary.ExitCode }
}
