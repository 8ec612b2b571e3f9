# Where the rows of a check come from: a file, or the hosts that a pin store names.

# A path that exists as it is written is that file, whatever brackets it has; else it is a wildcard for one file.
function Resolve-PinCheckList {
    param([string] $Path, [bool] $Literal)

    try {
        $exact = $Literal -or (Test-Path -LiteralPath $Path)
        $found = @(if ($exact) { Convert-Path -LiteralPath $Path } else { Convert-Path -Path $Path })
    } catch { $found = @() }

    if ($found.Count -ne 1 -or -not (Test-Path -LiteralPath $found[0] -PathType Leaf)) {
        $what = if ($found.Count -gt 1) { "is the name of $($found.Count) files" } else { 'is not the name of a file' }
        throw (Get-PinCheckError -Id PinCheckListMissing -Category ObjectNotFound -Target $Path `
                -Message "'$Path' $what." -Advice 'Give one .csv or .json file; paths start at the current location.')
    }
    $found[0]
}

function Read-PinCheckList {
    param([string] $File, [string] $Delimiter)

    $kind = [IO.Path]::GetExtension($File)
    if ($kind -notin '.csv', '.json') {
        throw (Get-PinCheckError -Id PinCheckListKind -Category InvalidArgument -Target $File `
                -Message "'$File' is neither a .csv nor a .json file." `
                -Advice 'Name the file for what is in it, or pipe its rows to Invoke-PinCheck.')
    }

    try {
        if ($kind -eq '.json') { return Read-PinCheckJson -File $File }
        if (-not $Delimiter) { $Delimiter = Find-PinCheckDelimiter -File $File }
        Import-Csv -LiteralPath $File -Delimiter $Delimiter -Encoding UTF8 -ErrorAction Stop
    } catch {
        throw (Get-PinCheckError -Id PinCheckListUnreadable -Category InvalidData -Target $File `
                -Message "'$File' cannot be read: $($_.Exception.Message)" `
                -Advice 'Compare the file with the example in Get-Help Invoke-PinCheck.')
    }
}

function Read-PinCheckJson {
    param([string] $File)

    $text = Get-Content -LiteralPath $File -Raw -Encoding UTF8 -ErrorAction Stop
    # ConvertFrom-Json of PowerShell 7 takes an array that was cut off for a whole one.
    if ($PSVersionTable.PSEdition -eq 'Core') {
        $lenient = [Text.Json.JsonDocumentOptions]@{ CommentHandling = 'Skip'; AllowTrailingCommas = $true }
        [Text.Json.JsonDocument]::Parse([string]$text, $lenient).Dispose()
    }
    # Windows PowerShell writes a JSON array as one object: ForEach-Object takes it apart on both engines.
    $text | ConvertFrom-Json | ForEach-Object { $_ }
}

# What divides the header most often. Windows PowerShell may have put a #TYPE line before it.
function Find-PinCheckDelimiter {
    param([string] $File)

    $header = Get-Content -LiteralPath $File -Encoding UTF8 -TotalCount 10 |
        Where-Object { $_.Trim() -and $_ -notlike '#*' } | Select-Object -First 1
    $best = ','
    foreach ($one in ';', "`t") {
        $bare = "$header" -replace '"[^"]*"'
        if ($bare.Split($one).Count -gt $bare.Split($best).Count) { $best = $one }
    }
    $best
}

# The exact patterns of a store as rows; a pattern with a wildcard names no host to connect to.
function Read-PinCheckStore {
    param([string] $Path)

    $file = @{}
    if ($Path) { $file.LiteralPath = $Path }
    $sets = @(Import-PinSet @file -Format PinStore -ErrorAction Stop)
    $open = @($sets | Where-Object Pattern -Like '`**')
    if ($open) {
        Write-Warning ("These patterns name no host and are not checked: $($open.Pattern -join ', '). " +
            'Put their hosts into a list, and give it beside -PinStore.')
    }
    foreach ($set in $sets | Where-Object Pattern -NotLike '`**') {
        [pscustomobject]@{ HostName = $set.Pattern; StartTls = $set.StartTls }
    }
}
