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
        # Not by PowerShell's own commands, which wait for good where the path is a pipe's.
        $text = [PinningTools.Internal.PinCheckFile]::Read($File)
        if ($kind -eq '.json') { return Read-PinCheckJson -Text $text }
        if (-not $Delimiter) { $Delimiter = Find-PinCheckDelimiter -Text $text }
        if (-not $text.Trim()) { return }
        ConvertFrom-Csv -InputObject $text -Delimiter $Delimiter -ErrorAction Stop
    } catch {
        $cause = $_.Exception
        while ($cause.InnerException) { $cause = $cause.InnerException }
        throw (Get-PinCheckError -Id PinCheckListUnreadable -Category InvalidData -Target $File `
                -Message "'$File' cannot be read: $($cause.Message)" `
                -Advice 'Compare the file with the example in Get-Help Invoke-PinCheck.')
    }
}

function Read-PinCheckJson {
    param([string] $Text)

    # ConvertFrom-Json of PowerShell 7 takes an array that was cut off for a whole one.
    if ($PSVersionTable.PSEdition -eq 'Core') {
        $lenient = [Text.Json.JsonDocumentOptions]@{ CommentHandling = 'Skip'; AllowTrailingCommas = $true }
        [Text.Json.JsonDocument]::Parse($Text, $lenient).Dispose()
    }
    # Windows PowerShell writes a JSON array as one object: ForEach-Object takes it apart on both engines.
    $Text | ConvertFrom-Json | ForEach-Object { $_ }
}

# What divides the header most often. Windows PowerShell may have put a #TYPE line before it.
function Find-PinCheckDelimiter {
    param([string] $Text)

    $header = $Text -split '\r?\n', 11 | Select-Object -First 10 |
        Where-Object { $_.Trim() -and $_ -notlike '#*' } | Select-Object -First 1
    $best = ','
    foreach ($one in ';', "`t") {
        $bare = "$header" -replace '"[^"]*"'
        if ($bare.Split($one).Count -gt $bare.Split($best).Count) { $best = $one }
    }
    $best
}

# The exact patterns of a store and of its source as rows; a pattern with a wildcard names no host to connect to.
function Read-PinCheckStore {
    param([string] $Path)

    $file = @{}
    if ($Path) { $file.LiteralPath = $Path }
    $sets = @(Import-PinSet @file -Format PinStore -IncludeSource -ErrorAction Stop)
    $open = @($sets | Where-Object Pattern -Like '`**')
    if ($open) {
        Write-Warning ("These patterns name no host and are not checked: $($open.Pattern -join ', '). " +
            'Put their hosts into a list, and give it beside -PinStore.')
    }
    foreach ($set in $sets | Where-Object Pattern -NotLike '`**') {
        [pscustomobject]@{ HostName = $set.Pattern; StartTls = $set.StartTls }
    }
}
