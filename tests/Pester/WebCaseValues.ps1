# What the requests of WebCases.ps1 and WebCases.Nginx.ps1 are made of. A script block among the values is run for each
# command, and sees which as $kind.
$credential = { [pscredential]::new('me', (ConvertTo-SecureString 'pw' -AsPlainText -Force)) }
$token = { ConvertTo-SecureString 'tok' -AsPlainText -Force }
$auth = @{ Authorization = 'x y' }
$chars = "gr$([char]0xfc)$([char]0xdf)e"
$stream = { , [IO.MemoryStream]::new([byte[]] (67, 68)) }
$form = [ordered]@{ a = 'one'; many = 'x', 'y'; number = 5 }
$fields = [ordered]@{ a = 1; 'b c' = 'x&y=z'; n = $null }
$odd = @{ SkipHeaderValidation = $true; Headers = @{ 'If-Match' = '12345' }; UserAgent = 'Odd:Agent' }
$content = @{ 'Content-Type' = 'text/x'; 'Content-Language' = 'de' }
$latin = 'text/plain; charset=iso-8859-1'
$object = [pscustomobject]@{ a = 1 }
$wrapped = { [ordered]@{ one = Write-Output 1.5; many = Write-Output -NoEnumerate 1, 2; object = $object } }
$escaped = {
    'x' | Set-Content -LiteralPath (Join-Path $folder 'a[1].txt')
    Join-Path $folder 'a`[1`].txt'
}
$xml = [xml] '<?xml version="1.0" encoding="iso-8859-1"?><a>x</a>'
$post = 'Post'
$keep = '/redirect?to=/echo'
$file = { Join-Path $folder "$kind.bin" }
$fileHash = { (Get-FileHash (Join-Path $folder "$kind.bin")).Hash }
$partial = {
    $path = Join-Path $folder "$kind.bin"
    [IO.File]::WriteAllBytes($path, $bytes[0..999])
    $path
}
$whole = {
    $path = Join-Path $folder "$kind.bin"
    [IO.File]::WriteAllBytes($path, $bytes)
    $path
}
# What nginx kept of a PUT; the next one finds an empty place again.
$stored = {
    $path = "$($server.Folder)/www/stored/it"
    (Get-FileHash $path).Hash
    Remove-Item $path
}
$session = {
    $made = [Microsoft.PowerShell.Commands.WebRequestSession]::new()
    $made.Cookies.Add([Net.Cookie]::new('kept', 'yes', '/', 'localhost'))
    $made.Headers['X-One'] = 'kept'
    $made.UserAgent = 'kept/1'
    $made
}
$own = { [Security.Cryptography.X509Certificates.X509Certificate2]::new($server.ClientCertificate) }
