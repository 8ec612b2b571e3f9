# From rows to details.

function Invoke-PinCheckRow {
    param([object[]] $Row, [hashtable] $Option, [int] $WarningDays)

    foreach ($one in $Row | Where-Object Problem) {
        ConvertTo-PinCheckFailure -Row $one -Message ($one.Problem -join ' ')
    }

    # Rows with the same trust and the same way to their hosts run together: both are one for a whole
    # Test-CertificatePin. The keys compare as they are: Group-Object would put A.pem and a.pem into one group.
    $groups = New-Object -TypeName 'Collections.Generic.Dictionary[string,Collections.Generic.List[object]]'
    foreach ($one in $Row | Where-Object { -not $_.Problem }) {
        $alone = if ($one.AllAddresses) { $one.Number } else { 'together' }
        $key = @(
            $one.PinOnly; $one.CheckRevocation; $one.NoBackup; $one.Address; $one.Proxy; "$($one.SslProtocol)"; $alone
            $one.TrustAnchor
        ) -join "`0"
        if (-not $groups.ContainsKey($key)) { $groups[$key] = New-Object -TypeName Collections.Generic.List[object] }
        $groups[$key].Add($one)
    }
    foreach ($group in $groups.Values) { Invoke-PinCheckGroup -Row $group -Option $Option -WarningDays $WarningDays }
}

function Invoke-PinCheckGroup {
    param([Collections.Generic.List[object]] $Row, [hashtable] $Option, [int] $WarningDays)

    $first = $Row[0]
    $shared = @{}
    $names = 'PinOnly', 'CheckRevocation', 'NoBackup', 'AllAddresses', 'Address', 'Proxy', 'SslProtocol', 'TrustAnchor'
    foreach ($name in $names) { if ($first.$name) { $shared[$name] = $first.$name } }

    $answered = New-Object -TypeName Collections.Generic.List[object]
    $refused = New-Object -TypeName Collections.Generic.List[object]
    $faults = @()
    # What is wrong with a row is an error by the time the row has been taken.
    $feed = {
        $seen = 0
        foreach ($one in $Row) {
            ConvertTo-PinCheckTarget -Row $one
            if ($faults.Count -eq $seen) { $answered.Add($one) }
            else { $refused.Add((ConvertTo-PinCheckFailure -Row $one -Message "$($faults[$seen])")) }
            $seen = $faults.Count
        }
    }
    try {
        $quiet = @{ ErrorAction = 'SilentlyContinue'; ErrorVariable = 'faults' }
        $verdicts = @(& $feed | Test-CertificatePin @shared @Option @quiet -Ordered)
    } catch {
        # What all rows share is at fault, such as a trust anchor that is none.
        foreach ($one in $Row) { ConvertTo-PinCheckFailure -Row $one -Message "$_" }
        return
    }

    $refused
    # A row that asks for all addresses is alone in its group, and has a verdict for each of them.
    if ($first.AllAddresses -and $verdicts) { $answered = @($verdicts | ForEach-Object { $first }) }
    $isWhole = $verdicts.Count -eq $answered.Count
    for ($i = 0; $i -lt $verdicts.Count; $i++) {
        $own = if ($isWhole) { $answered[$i] }
        ConvertTo-PinCheckDetail -Verdict $verdicts[$i] -Row $own -WarningDays $WarningDays
    }
    if (-not $isWhole) {
        $counts = "$($answered.Count) hosts were asked and $($verdicts.Count) have an answer"
        ConvertTo-PinCheckFailure -Message "${counts}: the others came to no verdict."
    }
}

function ConvertTo-PinCheckTarget {
    param([object] $Row)

    $target = @{}
    foreach ($name in 'HostName', 'Port', 'Pin', 'StartTls', 'EhloName', 'ServerName') {
        if ($Row.$name) { $target[$name] = $Row.$name }
    }
    [pscustomobject]$target
}
