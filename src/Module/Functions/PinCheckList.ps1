function Read-PinCheckList {
    param([string] $Path)

    $file = (Resolve-Path -LiteralPath $Path -ErrorAction Stop).ProviderPath
    $rows = switch ([IO.Path]::GetExtension($file)) {
        '.csv' { Import-Csv -LiteralPath $file }
        # Windows PowerShell writes a JSON array as one object: ForEach-Object takes it apart on both engines.
        '.json' { Get-Content -LiteralPath $file -Raw -Encoding UTF8 | ConvertFrom-Json | ForEach-Object { $_ } }
        default { throw "'$Path' is neither a .csv nor a .json file." }
    }

    if (-not $rows) { throw "There is nothing to check in '$Path'." }
    foreach ($row in $rows) {
        $pins = @($row.Pin -split ';' | Where-Object { $_.Trim() })
        [pscustomobject]@{
            HostName    = [string]$row.HostName
            Port        = [string]$row.Port
            Pin         = $pins
            PinOnly     = [string]$row.PinOnly -in 'true', 'yes', '1'
            TrustAnchor = [string]$row.TrustAnchor
            Problem     = Find-PinCheckProblem -HostName $row.HostName -Pin $pins
        }
    }
}

function Find-PinCheckProblem {
    param([string] $HostName, [string[]] $Pin)

    if (-not $HostName) { return 'The row has no HostName.' }
    if (-not $Pin) { return "There is no pin for $HostName." }
    foreach ($one in $Pin) {
        try { $null = [PinningTools.SpkiPin]::Parse($one) } catch { return $_.Exception.InnerException.Message }
    }
}
