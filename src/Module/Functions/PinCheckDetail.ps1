function New-PinCheckDetail {
    param(
        [string] $HostName, [object] $Port, [string] $Level, [string] $Verdict, [string] $Reason, [string] $Message,
        [object] $DaysLeft, [object] $Result
    )

    [pscustomobject]@{
        PSTypeName = 'PinningTools.PinCheckDetail'
        HostName   = $HostName
        Port       = $Port
        Level      = $Level
        Verdict    = $Verdict
        Reason     = $Reason
        DaysLeft   = $DaysLeft
        Message    = $Message
        Result     = $Result
    }
}

function ConvertTo-PinCheckDetail {
    param([Parameter(ValueFromPipeline = $true)] [object] $InputObject, [int] $WarningDays)

    process {
        $verdict = $InputObject
        $message = $verdict.Message
        $critical =
            'PinMismatch', 'UntrustedChain', 'NameMismatch', 'CertificateExpired', 'VetoedPin', 'PinSetExpired'
        $level = switch ([string]$verdict.Verdict) {
            'Match' {
                if ($null -ne $verdict.DaysLeft -and $verdict.DaysLeft -lt $WarningDays) {
                    $message = "The certificate expires in $($verdict.DaysLeft) days. $message"
                    'Warning'
                } elseif ($verdict.Warnings) {
                    $message = $verdict.Warnings -join ' '
                    'Warning'
                } else { 'Ok' }
            }
            { $_ -in $critical } { 'Critical' }
            default { 'Unknown' }
        }

        $detail = @{
            HostName = $verdict.HostName
            Port     = $verdict.Port
            Level    = $level
            Verdict  = $verdict.Verdict
            Reason   = $verdict.Reason
            Message  = $message
            DaysLeft = $verdict.DaysLeft
            Result   = $verdict
        }
        New-PinCheckDetail @detail
    }
}

function New-PinCheckSummary {
    param([object[]] $Detail, [string] $Path, [DateTime] $Started)

    $counts = @{ Ok = 0; Warning = 0; Critical = 0; Unknown = 0 }
    foreach ($one in $Detail) { $counts[$one.Level]++ }
    $level = 'Critical', 'Unknown', 'Warning', 'Ok' | Where-Object { $counts[$_] } | Select-Object -First 1

    [pscustomobject]@{
        PSTypeName = 'PinningTools.PinCheckSummary'
        Level      = $level
        ExitCode   = @{ Ok = 0; Warning = 1; Critical = 2; Unknown = 3 }[$level]
        Checked    = $Detail.Count
        Ok         = $counts.Ok
        Warning    = $counts.Warning
        Critical   = $counts.Critical
        Unknown    = $counts.Unknown
        Path       = $Path
        Started    = $Started
        Elapsed    = [DateTime]::UtcNow - $Started
        Details    = $Detail
    }
}
