function Invoke-PinCheck {
    <#
    .SYNOPSIS
    Checks a list of hosts, or the hosts of a pin store, and sums up what they came to: for scheduled tasks.

    .DESCRIPTION
    Invoke-PinCheck reads hosts and pins, runs Test-CertificatePin over all of
    them at once and writes one summary. Its default view names each host that
    needs attention; Details holds one object for each host, and in its Result
    the whole verdict.

    The hosts are the rows of a CSV or JSON file (-Path), rows or host names
    from the pipeline, or else the hosts that the patterns of a pin store name
    exactly: of -PinStore, or of the default store. A row has these columns or members:

    HostName         host, host:port or a URI such as ldaps://host. Required.
                     Also: Host, ComputerName, DNSHostName, Uri.
    Port             443, or the port of StartTls, if empty.
    Pin              the pins, any of which is enough: with semicolons between
                     them, or a JSON array. Required, except with -PinStore,
                     whose pin sets then judge the row.
    PinOnly          true to trust the leaf's key alone.
    TrustAnchor      root certificates that replace the platform's, and
                     intermediates that help to build a chain to them: PEM
                     text, or files, relative to the list's folder (of rows
                     from the pipeline: to the current location), with
                     semicolons between them.
    StartTls         what is spoken before TLS, such as Smtp. If empty, the
                     scheme, the pin set or the port says it, as 25 says Smtp;
                     None is TLS from the first byte.
    EhloName         what to call this machine to a mail server.
    ServerName       the name to ask for and to judge, in place of the host.
    Address          the IP address to connect to.
    AllAddresses     true for a result for each address of the host.
    SslProtocol      the TLS versions to allow, such as Tls12. Also: Protocol.
    Proxy            http://host:port or socks5://host:port.
    CheckRevocation  true to ask the authorities what was revoked.
    NoBackup         true where there is no backup pin on purpose, as for an
                     appliance that makes its key itself.
    Enabled          false to leave the row out.
    Tag              words to choose the row by, with commas or semicolons
                     between them. Also: Tags.
    Owner            who answers for the host.

    Empty cells count as not given. true, yes and 1 are true; false, no and 0
    are false. Anything else there, and anything that cannot be read, is a
    problem of its row: the row is Unknown, and its message has its number,
    counted from 1 without the header. Other columns, such as Notes, are carried
    into the details; one that is nearly the name of a column is named in a
    warning. Blanks, hyphens and underscores in names do not count.

    A CSV file may begin with sep=; as Excel writes it. Without a header, ports,
    pins and files of anchors are known by how they look, and the first other
    column is the host; a warning names what is not read.
    Rows without any cell, rows that begin with #, and those that are switched
    off or have another tag are left out; the summary's Skipped counts them.

    Each host comes to a level, as monitoring systems count them:

    0 Ok             the pins match.
    1 Warning        it passed, but a certificate of its path (the leaf, an
                     intermediate or the root) expires soon, it has no backup
                     pin, or it has another warning.
    2 Critical       the wrong key, a certificate whose key the server does not
                     hold, an untrusted chain, another name, an expired
                     certificate or pin set, or one that expires very soon.
    3 Unknown        no connection, no handshake, no pins for the host, a chain
                     or a validity that cannot be judged, a row that cannot be
                     read, an endpoint for which there was no time.

    Unless days are given, "soon" goes by the lifetime of each certificate: a
    warning from 14 days or a third of its lifetime on, whichever is less, and
    critical from 3 days or a tenth. A certificate that lives for a day is not a
    warning for all of it. Under PinOnly an expiry is a warning at most: it locks
    nobody out.

    The summary has the worst of the levels: Critical before Unknown before
    Warning. A check that breaks, because its list is missing, empty or cut off,
    is an error; with -Exit it ends with 3.

    With -State a check remembers. It compares what it finds with the run before,
    and its summary has Changes, each expected or not, with the reason in words:

    * A key is expected if it is the one of the last run, or was pinned before
      the last run, itself or by an authority of its chain. Any other is not.
    * A pin that came into the policy after its key was seen is a change that
      was not expected (PinFollowedKey): somebody pinned what was there.
    * A renewal with the same key is noted and is no news.
    * A host that cannot be reached is Unknown at once, and announced when
      that has lasted for -UnreachableRuns.
    * Nights without a run are counted by the next one (MissedRuns).

    Alerts are what somebody should act on: one for each leaf key and reason,
    with all its endpoints, its owner, and a line to paste (Fix). Where the key
    was not expected, that line inspects: it never pins what was only seen. The
    certificates of a mismatch are kept as PEM beside the state (Evidence).

    The state is one file of JSON Lines, replaced whole; the changes are appended
    to another, NAME.changes.jsonl, before that. A run that is killed is simply
    run again: nothing is lost or written twice. A run that did not reach all
    endpoints in time says so (IsComplete), and what it knew of the others stays.
    Policy files are never written: Update-PinSet -FromState takes over, where
    you ask for it, when pins were last seen. Both files are for their owner
    alone, and files or folders that others own or may write to are refused,
    the list's included.

    .PARAMETER Path
    The list: a .csv or .json file. A path that exists as it is written is
    that file; else wildcards may name it.

    .PARAMETER LiteralPath
    The list by its exact name.

    .PARAMETER InputObject
    The rows: objects as Import-Csv writes them, hashtables, or host names.

    .PARAMETER PinStore
    The pin store that judges the hosts without pins of their own. Without a
    list, the hosts that its patterns name exactly are checked, those of the
    pin sets that its source publishes among them.

    .PARAMETER Delimiter
    What divides the cells of a CSV file. Unless it is given it is found out:
    comma, semicolon or tab. Where it is a semicolon, a cell with several pins
    stands in quotes, as Excel and Export-Csv write it.

    .PARAMETER Tag
    Checks only the rows with one of these tags in their column Tag. Wildcards
    are allowed.

    .PARAMETER Name
    The name of the check in every output. Unless given it is the list's name
    without its ending. Letters, digits, dots, underscores and hyphens.

    .PARAMETER State
    The file that keeps what this check found, for the next run to compare. One
    that does not exist is made: it is then a first run. A bare name, such as
    nightly, is the file nightly.state.jsonl in the folder for states: the one
    that $env:PINNINGTOOLS_STATE names, $env:STATE_DIRECTORY of a systemd
    service, else %ProgramData%\PinningTools on Windows and
    ~/.local/state/pinningtools/nightly elsewhere.

    .PARAMETER LockTimeoutSec
    The seconds to wait for another run that has the state. After them the error
    is PinCheckBusy.

    .PARAMETER KeepDays
    How many days changes and evidence are kept.

    .PARAMETER UnreachableRuns
    In how many runs in a row a host must not be reached before that is
    announced. Its level is Unknown at once.

    .PARAMETER WarningDays
    The days before an expiry from which on a passed check is a warning. Unless
    given, 14 days or a third of the certificate's lifetime, whichever is less.
    The first certificate of the path in use counts; ExpiresFirst names it.

    .PARAMETER CriticalDays
    The days before an expiry from which on a passed check is critical. Unless
    given, 3 days or a tenth of the certificate's lifetime, whichever is less; 0
    for never before the expiry.

    .PARAMETER FailOn
    Which levels make the exit code other than 0. Change is for changes that
    were not expected: with them the exit code is at least 1.

    .PARAMETER At
    Judges everything as of this date: which hosts will be locked out, and which
    pin sets will have expired. Such a look is no run: it is compared with
    nothing and keeps nothing.

    .PARAMETER MaxRuntimeSec
    The deadline of the whole run. What has not been answered by then is Unknown
    with the verdict NotChecked, and with -State the next run asks first what was
    not asked for the longest.

    .PARAMETER Slim
    Keeps the whole verdict (Result) and the chain only of what is not Ok, for
    long lists in little memory.

    .PARAMETER ThrottleLimit
    How many hosts are connected to at once.

    .PARAMETER TimeoutSec
    The seconds one host may take.

    .PARAMETER MaximumRetryCount
    How often a host that could not be reached is tried again. One that was
    reached and judged never is.

    .PARAMETER RetryIntervalSec
    The seconds to wait before a host is tried again.

    .PARAMETER EhloName
    What to call this machine to a mail server, where a row does not say it: a
    full host name or an IP address.

    .PARAMETER Exit
    Ends the script or the PowerShell process with the summary's exit code:
    0, 1, 2 or 3. The first line of the output is then the sentence that a
    monitor shows.

    .EXAMPLE
    Get-Content -Path ./checks.csv

    HostName,Port,Pin,PinOnly,TrustAnchor
    www.example.com,,sha256/C5+lpZ7t...;sha256/diGVwiVY...,,
    ldap.example.com,636,sha256/C5+lpZ7t...;sha256/diGVwiVY...,,root.pem
    192.0.2.17,8443,sha256/C5+lpZ7t...,true,

    A list, its pins cut short here: a public host with a backup pin, a server
    of a private authority, an appliance that is trusted by its key.

    .EXAMPLE
    Invoke-PinCheck -Path ./checks.csv

    Checks every host of the list and shows the summary.

    .EXAMPLE
    (Invoke-PinCheck -Path ./checks.json).Details | Where-Object Level -ne 'Ok' | Format-List

    Shows the hosts that need attention, with their whole messages.

    .EXAMPLE
    Invoke-PinCheck -PinStore ./pins.json -MaximumRetryCount 2

    Checks the hosts that the pin store names; one that is away is tried twice
    more.

    .EXAMPLE
    (Invoke-PinCheck -Path ./checks.csv -Tag production).Details | Select-Object -Property HostName, Level, NotAfter, ChainNotAfter, Issuer, MatchedRole, Owner, Notes

    Checks the rows with that tag, and shows who answers for them with the
    column Notes of the list.

    .EXAMPLE
    Get-Content -Path ./hosts.txt | Invoke-PinCheck -PinStore ./pins.json

    Takes the hosts from elsewhere and judges them by the store's patterns.

    .EXAMPLE
    pwsh -NoProfile -Command "Import-Module PinningTools; Invoke-PinCheck -Path ./checks.csv -Exit"

    Runs from a scheduler, which sees the exit code. The script
    examples/3-NightlyCheck.ps1 in the module's folder keeps a log as well.

    .EXAMPLE
    Invoke-PinCheck -Path ./checks.csv -State ./checks.state.jsonl

    Remembers what was found, and from the second run on shows what changed and
    whether that was to be expected.

    .EXAMPLE
    (Invoke-PinCheck -Path ./checks.csv -State nightly).Alerts | Format-List -Property Level, Reason, Endpoints, Owner, Why, Fix

    Shows what somebody should act on, and a line to paste for each.

    .EXAMPLE
    Invoke-PinCheck -Path ./checks.csv -At (Get-Date).AddDays(30)

    Shows what will be wrong in a month, if nobody does anything.

    .EXAMPLE
    Invoke-PinCheck -Path ./checks.csv | ConvertTo-Json -Depth 5

    Writes a report for other programs. It is small, for the whole verdicts are
    not in it, and nothing of it is cut off at this depth; $summary.ToJson()
    writes the same without what is empty.

    .INPUTS
    System.Object

    Rows: objects, hashtables or host names.

    .OUTPUTS
    PinningTools.PinCheckSummary

    One for each run.

    .NOTES
    With -State each endpoint has one row: a second one is a problem of its row.

    With -Tag, and where a row cannot be read, nothing is called removed, and
    what was known of the rest stays.

    PowerShell itself ends with 1 where a command line fails before the check
    begins: the module is not there, or an argument cannot be bound. The script
    examples/3-NightlyCheck.ps1 makes that a 3.

    .LINK
    Get-PinHistory

    .LINK
    Set-PinAlert

    .LINK
    Test-CertificatePin

    .LINK
    New-PinSet

    .LINK
    Export-PinSet

    .LINK
    about_PinningTools

    .LINK
    about_PinningTools_Verdicts
    #>
    [CmdletBinding(DefaultParameterSetName = 'PinStore')]
    [OutputType([PinningTools.PinCheckSummary])]
    param(
        [Parameter(Mandatory = $true, Position = 0, ParameterSetName = 'Path')]
        [ValidateNotNullOrEmpty()]
        [SupportsWildcards()]
        [string] $Path,

        [Parameter(Mandatory = $true, ParameterSetName = 'LiteralPath')]
        [Alias('LP')]
        [ValidateNotNullOrEmpty()]
        [string] $LiteralPath,

        [Parameter(Mandatory = $true, ValueFromPipeline = $true, ParameterSetName = 'InputObject')]
        [AllowNull()]
        [object[]] $InputObject,

        [ValidateNotNullOrEmpty()]
        [string] $PinStore,

        [Parameter(ParameterSetName = 'Path')]
        [Parameter(ParameterSetName = 'LiteralPath')]
        [char] $Delimiter,

        [ValidateNotNullOrEmpty()]
        [SupportsWildcards()]
        [string[]] $Tag,

        [ValidateNotNullOrEmpty()]
        [string] $Name,

        [ValidateNotNullOrEmpty()]
        [string] $State,

        [ValidateRange(0, 86400)]
        [int] $LockTimeoutSec = 0,

        [ValidateRange(1, 36500)]
        [int] $KeepDays = 400,

        [ValidateRange(1, 1000)]
        [int] $UnreachableRuns = 2,

        [ValidateRange(0, 3650)]
        [int] $WarningDays,

        [ValidateRange(0, 3650)]
        [int] $CriticalDays,

        [ValidateSet('Warning', 'Critical', 'Unknown', 'Change')]
        [string[]] $FailOn = @('Warning', 'Critical', 'Unknown'),

        [datetime] $At,

        [ValidateRange(1, 604800)]
        [int] $MaxRuntimeSec,

        [ValidateRange(1, 10000)]
        [int] $ThrottleLimit = 32,

        [ValidateRange(1, 86400)]
        [int] $TimeoutSec = 15,

        [ValidateRange(0, 100)]
        [int] $MaximumRetryCount = 0,

        [ValidateRange(0, 3600)]
        [int] $RetryIntervalSec = 5,

        [ValidateNotNullOrEmpty()]
        [string] $EhloName,

        [switch] $Slim,

        [switch] $Exit
    )

    begin { $given = New-Object -TypeName Collections.Generic.List[object] }

    process {
        # A null is a row that cannot be read, and none that may get lost.
        if ($null -eq $InputObject -and $MyInvocation.ExpectingInput) { $InputObject = @($null) }
        foreach ($one in $InputObject) { $given.Add($one) }
    }

    end {
        $run = @{}
        foreach ($parameter in $PSBoundParameters.GetEnumerator()) { $run[$parameter.Key] = $parameter.Value }
        # The preferences of the function hold for what it calls.
        foreach ($own in [Management.Automation.Cmdlet]::CommonParameters) { $run.Remove($own) }
        foreach ($own in 'Exit', 'InputObject') { $run.Remove($own) }
        if ($given.Count -or $MyInvocation.ExpectingInput) { $run.InputObject = $given.ToArray() }
        try {
            $summary = Invoke-PinCheckRun @run -ErrorAction Stop
        } catch {
            if (-not $Exit) { $PSCmdlet.ThrowTerminatingError($_) }
            Write-Error -ErrorRecord $_ -ErrorAction Continue
            exit 3
        }

        # What a monitor shows is the first line, and it is none of the objects.
        if ($Exit) { Write-Host $summary.ToStatusLine() }
        $summary
        if ($Exit) { exit $summary.ExitCode }
    }
}
