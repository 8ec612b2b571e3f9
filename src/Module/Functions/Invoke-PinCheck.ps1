function Invoke-PinCheck {
    <#
    .SYNOPSIS
    Checks the pins of a list of hosts, or of the hosts in a pin store, and returns one summary. Suited for scheduled tasks.

    .DESCRIPTION
    Invoke-PinCheck reads hosts and pins, runs Test-CertificatePin for all of
    them in parallel and writes one summary. The default view of the summary
    names each host that needs attention. Its Details hold one object for each
    host, with the whole verdict in Result.

    The hosts are the rows of a CSV or JSON file (-Path), or rows or host names
    from the pipeline. Without either, they are the hosts that the patterns of
    a pin store name exactly, in -PinStore or in the default store. A row has
    these columns or members:

    HostName         a host, host:port or a URI such as ldaps://host. Required.
                     Also: Host, ComputerName, DNSHostName, Uri.
    Port             the port. If empty: the port of StartTls, or 443.
    Pin              the pins, any one of which is enough, separated by
                     semicolons or as a JSON array. Required, except with
                     -PinStore: rows without pins then use its pin sets.
    PinOnly          true to trust only the leaf's key.
    TrustAnchor      root certificates that replace the platform's, and
                     intermediates that help to build a chain to them: PEM
                     text, or files separated by semicolons. A relative path
                     starts at the list's folder, or for rows from the pipeline
                     at the current location.
    StartTls         the protocol that is spoken before TLS, such as Smtp. If
                     empty, the scheme, the pin set or the port decides: port 25
                     means Smtp. None means TLS from the first byte.
    EhloName         the name of this machine for a mail server.
    ServerName       the name to request and to verify, instead of the host.
    Address          the IP address to connect to.
    AllAddresses     true for a result for each address of the host.
    SslProtocol      the TLS versions to allow, such as Tls12. Also: Protocol.
    Proxy            http://host:port or socks5://host:port.
    CheckRevocation  true to ask the authorities which certificates are revoked.
    NoBackup         true if there is no backup pin on purpose, for example for
                     an appliance that creates its own key.
    AllowInspected   true to let the host pass if only an inspection could match
                     its pins (see about_PinningTools_Verdicts).
    Enabled          false to skip the row.
    Tag              tags by which -Tag selects the row, separated by commas or
                     semicolons. Also: Tags.
    Owner            the person or team that is responsible for the host.

    An empty cell counts as not given. true, yes and 1 are true; false, no and 0
    are false. Any other value in such a column, and any value that cannot be
    read, is a problem of its row: the row is Unknown, and its message gives its
    number, counted from 1 without the header. Other columns, such as Notes, are
    copied to the details; a warning names a column that is almost called like
    one of those above. Spaces, hyphens and underscores in names are ignored.

    A CSV file may begin with a line such as sep=; that Excel writes. Without a
    header, ports, pins and files of anchors are recognized by their form, and
    the first other column is the host; a warning names the columns that are not
    used. Rows that are empty, begin with #, are switched off or have another
    tag are skipped. The Skipped member of the summary counts them.

    Each host has one of the levels of monitoring systems:

    0 Ok             the pins match.
    1 Warning        the pins match, but a certificate of the path (the leaf, an
                     intermediate or the root) expires soon, there is no backup
                     pin, there is another warning, or an inspection matched the
                     pins and nobody has allowed that.
    2 Critical       a wrong key, a certificate whose key the server does not
                     hold, an untrusted chain, a wrong name, an expired
                     certificate or pin set, or a certificate that expires very
                     soon.
    3 Unknown        no connection, no handshake, no pins for the host, a chain
                     that could not be checked, a row that cannot be read, or an
                     endpoint that was not checked in time.

    Without -WarningDays and -CriticalDays, "soon" depends on the lifetime of
    each certificate: a warning begins at 14 days or a third of the lifetime,
    whichever is shorter, and critical at 3 days or a tenth. A certificate that
    is valid for one day is therefore not a warning all day. Under PinOnly, an
    expiry is at most a warning, because it does not make clients refuse the
    host.

    The level of the summary is the worst level: Critical before Unknown before
    Warning. If the check itself fails, because the list is missing, empty or
    incomplete, the result is an error; with -Exit the exit code is then 3.

    With -State, a check remembers what it found. It compares its results with
    those of the last run. The summary then has Changes, each of which is either
    expected or not, with the reason in words:

    * A key is expected if it is the key of the last run, or was pinned before
      the last run, itself or through an authority of its chain. Any other key
      is unexpected.
    * A pin that was added to the policy after its key was seen is an unexpected
      change (PinFollowedKey): somebody pinned the key that was there.
    * A renewal with the same key is recorded, but not announced.
    * A host that cannot be reached is Unknown at once. It is announced when it
      has been unreachable for -UnreachableRuns runs in a row.
    * If scheduled runs are missing, the next run counts them (MissedRuns).

    Alerts are what needs action: one for each leaf key and reason, with all its
    endpoints, its owner, and a line to paste (Fix). For an unexpected key, that
    line inspects: it never pins a key only because it was seen. Reports list
    the announced alerts (IsAnnounced) as things to do. The certificates of a
    mismatch are kept as PEM beside the state (Evidence).

    The state is one file of JSON Lines, which is replaced as a whole. Before
    that, the changes are appended to another file, NAME.changes.jsonl. A run
    that was killed can be repeated: nothing is lost or written twice. A run that
    did not check all endpoints in time says so (IsComplete), and what is known
    about the other endpoints is kept. A check never writes to pin stores; use
    Update-PinSet -FromState to record in a store when its pins were last seen.
    Only the owner can read the state and the changes. States, lists and their
    folders that belong to another account, or that others can write to, are
    refused.

    With -Session, other machines check the same endpoints at the same time, and
    the answers are compared. Pins decide; how many machines saw something only
    explains. If a pin matches from one machine but not from another, the level
    is Critical, the alert is ViewsDiffer, and the message tells which machine
    sees what: TLS inspection at one of them, or somebody between it and an
    address. Such endpoints are checked again at once, at the same IP addresses
    from everywhere. The Views member of each detail has what each machine saw.
    A machine that gives no answer is in MissingVantagePoint; the summary is then
    at least Unknown, and the other machines' answers count all the same.

    .PARAMETER Path
    The path of the list: a .csv or .json file. If no file has exactly this
    name, wildcards are allowed; they must match one file.

    .PARAMETER LiteralPath
    The path of the list. Wildcards are not expanded.

    .PARAMETER InputObject
    The rows: objects as Import-Csv returns them, hashtables, or host names.

    .PARAMETER PinStore
    The path of the pin store for hosts without pins of their own. Without a
    list, the hosts that its patterns name exactly are checked, including those
    of the pin sets that the store's source publishes. By default, the default
    pin store is used if there is neither a list nor input.

    .PARAMETER Delimiter
    The delimiter of a CSV file. By default it is detected: comma, semicolon or
    tab. If it is a semicolon, a cell with several pins must be in quotes, as
    Excel and Export-Csv write it.

    .PARAMETER Tag
    Checks only the rows that have one of these tags in the column Tag. Wildcards
    are allowed. By default all rows are checked.

    .PARAMETER Name
    The name of the check in every output: up to 64 letters, digits, dots,
    underscores and hyphens. The default is the name of the list without its
    extension.

    .PARAMETER State
    The file in which this check keeps what it found, so that the next run can
    compare. If the file does not exist, it is created and the run is the first
    one. A bare name, such as nightly, means the file nightly.state.jsonl in the
    folder for states. That folder is the one that $env:PINNINGTOOLS_STATE names,
    or $env:STATE_DIRECTORY of a systemd service, or else nightly below
    %ProgramData%\PinningTools on Windows and below
    ~/.local/state/pinningtools elsewhere. Without -State nothing is compared or
    kept.

    .PARAMETER LockTimeoutSec
    The number of seconds to wait for another run that uses the same state. If
    that run has not ended by then, the error is PinCheckBusy. The default is 0:
    do not wait.

    .PARAMETER KeepDays
    The number of days for which changes and evidence are kept. The default is
    400. Use this parameter with -State.

    .PARAMETER UnreachableRuns
    The number of consecutive runs in which a host must be unreachable before an
    alert is announced. The level of the host is Unknown from the first run on.
    The default is 2. Use this parameter with -State.

    .PARAMETER WarningDays
    The number of days before an expiry at which a warning begins. By default it
    is 14 days or a third of the certificate's lifetime, whichever is shorter.
    The certificate of the path in use that expires first counts; ExpiresFirst
    names it.

    .PARAMETER CriticalDays
    The number of days before an expiry at which the level becomes critical. By
    default it is 3 days or a tenth of the certificate's lifetime, whichever is
    shorter. With 0 the level is never critical before the expiry.

    .PARAMETER FailOn
    The levels that make the exit code other than 0. The default is Warning,
    Critical and Unknown. Change means unexpected changes: with them, the exit
    code is at least 1.

    .PARAMETER At
    Checks everything as of this date, to find out which certificates and pin
    sets will have expired. Such a check is not a run: it is not compared with
    the state, and nothing is kept.

    .PARAMETER MaxRuntimeSec
    The number of seconds after which the whole run ends. Endpoints without an
    answer by then are Unknown with the verdict NotChecked. With -State, the next
    run begins with the endpoints that were not checked for the longest time. By
    default there is no limit.

    .PARAMETER Slim
    Keeps the whole verdict (Result) and the chain only for endpoints that are
    not Ok. Use it to save memory with long lists: an endpoint that is Ok then
    takes about 300 bytes.

    .PARAMETER Shard
    Checks one part of the list, such as 3/16 for the third of sixteen parts, so
    that several machines or processes share a long list. The key of an endpoint
    decides its part: machines that have the same list need not agree about
    anything else. A part keeps no state; save its result and give the results of
    all parts to Merge-PinCheck, which can have -State. With -At, give all parts
    the same date.

    .PARAMETER ThrottleLimit
    The number of hosts that are checked at the same time. The default is 32.

    .PARAMETER TimeoutSec
    The number of seconds after which the attempt to check a host ends. The
    default is 15.

    .PARAMETER MaximumRetryCount
    The number of further attempts for a host that could not be reached. A host
    that was reached is not checked again. The default is 0.

    .PARAMETER RetryIntervalSec
    The number of seconds to wait before another attempt. The default is 5. Use
    this parameter with -MaximumRetryCount.

    .PARAMETER NoInspection
    Does not read servers that this machine's TLS cannot connect to: such a host
    is Unknown. By default an inspection follows such a failure, a second
    handshake that only reads which certificates the server shows.

    .PARAMETER AllowInspected
    Lets hosts pass whose pins only an inspection could match. Without this
    parameter, and without the consent of the row or the pin set, the level of
    such a host is Warning.

    .PARAMETER EhloName
    The name of this machine for a mail server, for rows without an EhloName of
    their own: a full host name or an IP address.

    .PARAMETER Session
    Sessions of other machines, from New-PSSession, that check the list as well.
    How they are reached (WinRM or SSH, ports, credentials) is up to
    New-PSSession; Windows PowerShell has WinRM only. The pins go along as data:
    the other machines need no list and no store, and write no state. Each needs
    this version of the module or a later one; see -CopyModule. With -State, the
    state holds the joined result. -MaxRuntimeSec and a stop (Ctrl+C) also apply
    to the other machines.

    .PARAMETER IncludeLocal
    Checks the list from this machine as well. Use this parameter with -Session;
    without it, only the other machines check.

    .PARAMETER CopyModule
    Copies the module to the machines of -Session that do not have it, into a
    temporary folder of the session's account, and removes it after the run. A
    warning names the folder. Without this parameter, such a machine is missing.

    .PARAMETER Exit
    Ends the script or the PowerShell process with the exit code of the summary:
    0, 1, 2 or 3. The first line of the output is then the sentence that a
    monitor shows.

    .EXAMPLE
    Get-Content -Path ./checks.csv

    HostName,Port,Pin,PinOnly,TrustAnchor
    www.example.com,,sha256/C5+lpZ7t...;sha256/diGVwiVY...,,
    ldap.example.com,636,sha256/C5+lpZ7t...;sha256/diGVwiVY...,,root.pem
    192.0.2.17,8443,sha256/C5+lpZ7t...,true,

    A list, shown here with shortened pins: a public host with a backup pin, a
    server with a certificate of a private authority, and an appliance of which
    only the key is trusted.

    .EXAMPLE
    Invoke-PinCheck -Path ./checks.csv

    Checks every host of the list and shows the summary.

    .EXAMPLE
    (Invoke-PinCheck -Path ./checks.json).Details | Where-Object Level -ne 'Ok' | Format-List

    Shows the hosts that need attention with their full messages.

    .EXAMPLE
    Invoke-PinCheck -PinStore ./pins.json -MaximumRetryCount 2

    Checks the hosts that the pin store names. A host that cannot be reached is
    tried up to two more times.

    .EXAMPLE
    (Invoke-PinCheck -Path ./checks.csv -Tag production).Details | Select-Object -Property HostName, Level, NotAfter, ChainNotAfter, Issuer, MatchedRole, Owner, Notes

    Checks the rows with this tag, and shows their owners and the column Notes of
    the list.

    .EXAMPLE
    Get-Content -Path ./hosts.txt | Invoke-PinCheck -PinStore ./pins.json

    Checks hosts from another source by the pin sets of the store.

    .EXAMPLE
    pwsh -NoProfile -Command "Import-Module PinningTools; Invoke-PinCheck -Path ./checks.csv -Exit"

    Runs the check from a scheduler, which sees the exit code. The script
    examples/3-NightlyCheck.ps1 in the module's folder also keeps a log.

    .EXAMPLE
    Invoke-PinCheck -Path ./checks.csv -State ./checks.state.jsonl

    Keeps a state and, from the second run on, shows what changed and whether the
    change was expected.

    .EXAMPLE
    (Invoke-PinCheck -Path ./checks.csv -State nightly).Alerts | Format-List -Property Level, Reason, Endpoints, Owner, Why, Fix

    Shows what needs action, with a line to paste for each alert.

    .EXAMPLE
    Invoke-PinCheck -Path ./checks.csv -At (Get-Date).AddDays(30)

    Shows what will be wrong in 30 days if nothing is renewed.

    .EXAMPLE
    $sessions = New-PSSession -ComputerName branch7, branch8
    Invoke-PinCheck -Path ./checks.csv -State nightly -Session $sessions -IncludeLocal

    Checks from two branches and from here, and tells whether they see the same
    keys. docs/PLACES.md in the module's folder explains the answers.

    .EXAMPLE
    $session = New-PSSession -HostName branch7 -UserName monitor -ConnectingTimeout 20000 -Options @{ BatchMode = 'yes'; StrictHostKeyChecking = 'yes' }
    (Invoke-PinCheck -Path ./checks.csv -Session $session -IncludeLocal -CopyModule).Details.Views | Format-Table
    Remove-PSSession -Session $session

    Reaches the branch over SSH, brings the module along for the run, and shows
    what each machine saw.

    .EXAMPLE
    Invoke-PinCheck -Path ./checks.csv | ConvertTo-Json -Depth 5

    Writes the summary for other programs. It contains no whole verdicts, so it
    is small and is not cut off at this depth. $summary.ToJson() writes the same
    without empty members.

    .EXAMPLE
    Invoke-PinCheck -Path ./checks.csv -Shard 3/16 | Export-PinReport -Path ./part3.json

    Checks the third of sixteen parts, for example in one job of sixteen, and
    saves the result for Merge-PinCheck.

    .INPUTS
    System.Object

    Rows: objects, hashtables or host names.

    .OUTPUTS
    PinningTools.PinCheckSummary

    One summary for each run.

    .NOTES
    With -State or -Session, an endpoint can have only one row. A second row for it is
    reported as Unknown.

    With -Tag, or if a row cannot be read, no endpoint is reported as removed,
    and what is known about the other endpoints is kept.

    PowerShell itself ends with exit code 1 if a command fails before the check
    begins, for example because the module is missing or a parameter is wrong.
    The script examples/3-NightlyCheck.ps1 turns this into 3.

    .LINK
    Merge-PinCheck

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

        [switch] $NoInspection,

        [switch] $AllowInspected,

        [ValidateNotNullOrEmpty()]
        [string] $EhloName,

        [ValidateNotNullOrEmpty()]
        [Management.Automation.Runspaces.PSSession[]] $Session,

        [switch] $IncludeLocal,

        [switch] $CopyModule,

        [switch] $Slim,

        [ValidateNotNullOrEmpty()]
        [string] $Shard,

        [switch] $Exit
    )

    begin { $given = New-Object -TypeName Collections.Generic.List[object] }

    process {
        # A null is a row that cannot be read, but it must not get lost.
        if ($null -eq $InputObject -and $MyInvocation.ExpectingInput) { $InputObject = @($null) }
        foreach ($one in $InputObject) { $given.Add($one) }
    }

    end {
        $run = @{}
        foreach ($parameter in $PSBoundParameters.GetEnumerator()) { $run[$parameter.Key] = $parameter.Value }
        # The preference variables of this function already apply to the commands that it calls.
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

        # A monitor shows the first line of the output; it is not one of the objects.
        if ($Exit) { Write-Host $summary.ToStatusLine() }
        $summary
        if ($Exit) { exit $summary.ExitCode }
    }
}
