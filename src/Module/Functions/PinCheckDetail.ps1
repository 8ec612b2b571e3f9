# One host's result, and all of them together.

function ConvertTo-PinCheckDetail {
    param([object] $Verdict, [object] $Row, [int] $WarningDays)

    $failing = 'PinMismatch', 'UntrustedChain', 'NameMismatch', 'CertificateExpired', 'VetoedPin', 'PinSetExpired'
    $message = $Verdict.Message
    $level = switch ([string]$Verdict.Verdict) {
        'Match' {
            if ($null -ne $Verdict.DaysLeft -and $Verdict.DaysLeft -lt $WarningDays) {
                $message = "$(Get-PinCheckExpiry -Verdict $Verdict) $message"
                'Warning'
            } elseif ($Verdict.Warnings) {
                $message = $Verdict.Warnings -join ' '
                'Warning'
            } else { 'Ok' }
        }
        { $_ -in $failing } { 'Critical' }
        default {
            # A certificate whose key the server does not hold is an impostor's, although no chain came to be judged.
            if ([string]$Verdict.Reason -eq 'HandshakeSignatureInvalid') { 'Critical' } else { 'Unknown' }
        }
    }

    $role = if ($Verdict.MatchedPin) { [string]$Verdict.MatchedRole } else { '' }
    $detail = [PinningTools.PinCheckDetail]@{
        Level         = $level
        Row           = $Row.Number
        HostName      = $Verdict.HostName
        Port          = $Verdict.Port
        Address       = $Verdict.Address
        Verdict       = $Verdict.Verdict
        Reason        = $Verdict.Reason
        DaysLeft      = $Verdict.DaysLeft
        LeafDaysLeft  = $Verdict.LeafDaysLeft
        ExpiresFirst  = $Verdict.ExpiresFirst
        NotAfter      = $Verdict.Chain | Select-Object -First 1 | ForEach-Object { $_.NotAfter }
        ChainNotAfter = $Verdict.NotAfter
        Issuer        = $Verdict.Chain | Select-Object -First 1 | ForEach-Object { $_.Issuer }
        MatchedPin    = $Verdict.MatchedPin
        MatchedRole   = $role
        Message       = $message
    }
    [PinningTools.Internal.PinCheckFile]::AddResult($detail, $Verdict) | Add-PinCheckColumn -Row $Row
}

# What a list says about a row beside what is checked. A column named like a member stands in Columns alone.
function Add-PinCheckColumn {
    param([Parameter(ValueFromPipeline = $true)] [object] $Detail, [object] $Row)

    process {
        if ($Row) {
            $Detail.Owner = $Row.Owner
            $Detail.Tag = @($Row.Tag)
            $Detail.Columns = $Row.Columns
            # PowerShell keeps a few names for itself.
            $own = 'PSBase', 'PSAdapted', 'PSExtended', 'PSObject', 'PSTypeNames'
            $more = $Row.Columns.Keys | Where-Object { $_ -notin $own -and -not $Detail.PSObject.Properties[$_] }
            foreach ($name in $more) {
                Add-Member -InputObject $Detail -NotePropertyName $name -NotePropertyValue $Row.Columns[$name]
            }
        }
        $Detail
    }
}

# Which certificate of the path in use expires first, and when.
function Get-PinCheckExpiry {
    param([object] $Verdict)

    $first = $Verdict.Chain | Where-Object Subject -eq $Verdict.ExpiresFirst | Select-Object -First 1
    $what = if ($first -and "$($first.Role)" -ne 'Leaf') {
        "The $("$($first.Role)".ToLowerInvariant()) certificate '$($Verdict.ExpiresFirst)' of the path"
    } else { 'The certificate' }
    $days = $Verdict.DaysLeft
    if ($days -lt 0) { "$what expired on $($Verdict.NotAfter.ToString('yyyy-MM-dd', [cultureinfo]::InvariantCulture))." }
    else { "$what expires in $days days." }
}

# A row, or the check itself, that came to no verdict.
function ConvertTo-PinCheckFailure {
    param([object] $Row, [string] $Message)

    # It quotes cells of the list.
    $Message = [PinningTools.DisplayText]::Clean($Message)
    $detail = [PinningTools.PinCheckDetail]@{ Level = 'Unknown'; Message = $Message } | Add-PinCheckColumn -Row $Row
    if ($Row) {
        $detail.Row = $Row.Number
        $detail.HostName = $Row.HostName
        $detail.Message = "Row $($Row.Number): $Message"
        if ($Row.Port) { $detail.Port = $Row.Port }
    }
    $detail
}

function Get-PinCheckSummary {
    param([object[]] $Detail, [string] $Path, [DateTime] $Started, [int] $Skipped)

    $counts = @{ Ok = 0; Warning = 0; Critical = 0; Unknown = 0 }
    foreach ($one in $Detail) { $counts[$one.Level]++ }
    # No host at all is not a good night.
    $level = @('Critical', 'Unknown', 'Warning', 'Ok' | Where-Object { $counts[$_] }; 'Unknown')[0]

    [PinningTools.PinCheckSummary]@{
        Level    = $level
        ExitCode = @{ Ok = 0; Warning = 1; Critical = 2; Unknown = 3 }[$level]
        Checked  = $Detail.Count
        Ok       = $counts.Ok
        Warning  = $counts.Warning
        Critical = $counts.Critical
        Unknown  = $counts.Unknown
        Skipped  = $Skipped
        Path     = $Path
        Started  = $Started
        Elapsed  = [DateTime]::UtcNow - $Started
        Details  = $Detail
    }
}
