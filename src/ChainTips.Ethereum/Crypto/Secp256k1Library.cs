using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace ChainTips.Ethereum.Crypto;

/// <summary>
/// The functions of <c>secp256k1.h</c> and <c>secp256k1_recovery.h</c> that are used, and the finding of the library.
/// </summary>
/// <remarks>
/// All but the first return 1 for success. Their signatures are the same in every version since 2015.
/// </remarks>
internal static class Secp256k1Library
{
    /// <summary>The flags of a context for versions before 0.2, which are ignored since.</summary>
    public const uint SignAndVerify = 0x301;

    /// <summary>The flag of an uncompressed point.</summary>
    public const uint Uncompressed = 0x2;

    /// <summary>The name that stands in the declarations below; <see cref="TryLoad"/> says which file it is.</summary>
    private const string Library = "secp256k1";

    /// <summary>The names of the shared object by binary version, newest first, and of macOS and Windows.</summary>
    private static readonly string[] FileNames =
    [
        "libsecp256k1.so.6", "libsecp256k1.so.5", "libsecp256k1.so.2", "libsecp256k1.so.1", "libsecp256k1.so.0",
        "libsecp256k1.dylib", "libsecp256k1.dll",
    ];

    private static readonly string[] Functions =
    [
        "secp256k1_context_create", "secp256k1_context_randomize", "secp256k1_ec_pubkey_create",
        "secp256k1_ec_pubkey_parse", "secp256k1_ec_pubkey_serialize", "secp256k1_ecdsa_sign_recoverable",
        "secp256k1_ecdsa_recoverable_signature_serialize_compact",
        "secp256k1_ecdsa_recoverable_signature_parse_compact", "secp256k1_ecdsa_recover",
        "secp256k1_ecdsa_signature_parse_compact", "secp256k1_ecdsa_verify",
    ];

    private static nint Handle;

    /// <summary>Loads the first library that has every function; must be called once, before any of them.</summary>
    public static bool TryLoad([NotNullWhen(true)] out string? fileName)
    {
        fileName = Array.Find(FileNames, HasEveryFunction);
        if (fileName is null)
        {
            return false;
        }

        NativeLibrary.SetDllImportResolver(typeof(Secp256k1Library).Assembly, Resolve);
        return true;
    }

    [DllImport(Library, EntryPoint = "secp256k1_context_create", ExactSpelling = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    public static extern nint CreateContext(uint flags);

    [DllImport(Library, EntryPoint = "secp256k1_context_randomize", ExactSpelling = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    public static extern int RandomiseContext(nint context, in byte seed32);

    [DllImport(Library, EntryPoint = "secp256k1_ec_pubkey_create", ExactSpelling = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    public static extern int CreatePublicKey(nint context, out OpaquePublicKey publicKey, in byte privateKey32);

    [DllImport(Library, EntryPoint = "secp256k1_ec_pubkey_parse", ExactSpelling = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    public static extern int ReadPublicKey(nint context, out OpaquePublicKey publicKey, in byte encoded, nuint length);

    [DllImport(Library, EntryPoint = "secp256k1_ec_pubkey_serialize", ExactSpelling = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    public static extern int WritePublicKey(
        nint context, ref byte encoded, ref nuint length, in OpaquePublicKey publicKey, uint flags);

    [DllImport(Library, EntryPoint = "secp256k1_ecdsa_sign_recoverable", ExactSpelling = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    public static extern int SignRecoverable(
        nint context,
        out OpaqueSignature signature,
        in byte digest32,
        in byte privateKey32,
        nint nonceFunction,
        nint nonceData);

    [DllImport(Library, EntryPoint = "secp256k1_ecdsa_recoverable_signature_serialize_compact", ExactSpelling = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    public static extern int WriteRecoverable(
        nint context, ref byte compact64, out int recoveryId, in OpaqueSignature signature);

    [DllImport(Library, EntryPoint = "secp256k1_ecdsa_recoverable_signature_parse_compact", ExactSpelling = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    public static extern int ReadRecoverable(
        nint context, out OpaqueSignature signature, in byte compact64, int recoveryId);

    [DllImport(Library, EntryPoint = "secp256k1_ecdsa_recover", ExactSpelling = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    public static extern int Recover(
        nint context, out OpaquePublicKey publicKey, in OpaqueSignature signature, in byte digest32);

    [DllImport(Library, EntryPoint = "secp256k1_ecdsa_signature_parse_compact", ExactSpelling = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    public static extern int ReadPlain(nint context, out OpaqueSignature signature, in byte compact64);

    [DllImport(Library, EntryPoint = "secp256k1_ecdsa_verify", ExactSpelling = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    public static extern int Verify(
        nint context, in OpaqueSignature signature, in byte digest32, in OpaquePublicKey publicKey);

    private static bool HasEveryFunction(string fileName)
    {
        if (!NativeLibrary.TryLoad(fileName, out nint handle))
        {
            return false;
        }

        if (Array.TrueForAll(Functions, function => NativeLibrary.TryGetExport(handle, function, out _)))
        {
            Handle = handle;
            return true;
        }

        NativeLibrary.Free(handle);
        return false;
    }

    private static nint Resolve(string name, Assembly assembly, DllImportSearchPath? searchPath) =>
        name == Library ? Handle : 0;
}

/// <summary>A point in the library's own form.</summary>
[InlineArray(64)]
internal struct OpaquePublicKey
{
    private byte _first;
}

/// <summary>A signature in the library's own form, of which the plain one uses 64 bytes.</summary>
[InlineArray(65)]
internal struct OpaqueSignature
{
    private byte _first;
}
