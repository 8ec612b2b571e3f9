function Invoke-PinCheck {
    <#
    .SYNOPSIS
    Checks a list of hosts against their pins and sums up the result, for scheduled tasks and runbooks.
    #>
    [CmdletBinding()]
    [OutputType('PinningTools.PinCheckSummary')]
    param([Parameter(Mandatory)] [string] $Path)
    throw 'not yet'
}
