# One host's result, and all of them together.

function ConvertTo-PinCheckDetail {
    param([object] $Verdict, [object] $Row, [int] $WarningDays)

    $failing = 'PinMismatch', 'UntrustedChain', 'NameMismatch', 'CertificateExpired', 'VetoedPin', 'PinSetExpired'
    $message = $Verdict.Message
    $level = switch ([string]$Verdict.Verdict) {
        'Match' {
            if ($null -ne $Verdict.DaysLeft -and $Verdict.DaysLeft -lt $WarningDays) {
                $message = "The certificate expires in $($Verdict.DaysLeft) days. $message"
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

    [PinningTools.PinCheckDetail]@{
        Level    = $level
        Row      = $Row.Number
        HostName = $Verdict.HostName
        Port     = $Verdict.Port
        Address  = $Verdict.Address
        Verdict  = $Verdict.Verdict
        Reason   = $Verdict.Reason
        DaysLeft = $Verdict.DaysLeft
        Message  = $message
        Result   = $Verdict
    }
}

# A row, or the check itself, that came to no verdict.
function ConvertTo-PinCheckFailure {
    param([object] $Row, [string] $Message)

    # It quotes cells of the list.
    $Message = [PinningTools.DisplayText]::Clean($Message)
    $detail = [PinningTools.PinCheckDetail]@{ Level = 'Unknown'; Message = $Message }
    if ($Row) {
        $detail.Row = $Row.Number
        $detail.HostName = $Row.HostName
        $detail.Message = "Row $($Row.Number): $Message"
        if ($Row.Port) { $detail.Port = $Row.Port }
    }
    $detail
}

function Get-PinCheckSummary {
    param([object[]] $Detail, [string] $Path, [DateTime] $Started)

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
        Path     = $Path
        Started  = $Started
        Elapsed  = [DateTime]::UtcNow - $Started
        Details  = $Detail
    }
}
