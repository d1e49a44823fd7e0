namespace Microsoft.DotNet.Interactive;

/// <summary>A password that is not shown when the value that holds it is.</summary>
/// <param name="clearTextPassword">The password.</param>
public class PasswordString(string clearTextPassword)
{
    /// <summary>The password itself.</summary>
    public string GetClearTextPassword() => clearTextPassword;

    /// <summary>As many dots as the password has characters.</summary>
    public override string ToString() => new('●', clearTextPassword.Length);
}
