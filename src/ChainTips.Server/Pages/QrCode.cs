using QRCoder;

namespace ChainTips.Server.Pages;

/// <summary>Draws QR codes as SVG, on the server, so that the page needs no script.</summary>
internal static class QrCode
{
    /// <summary>The code of a text, black on white with its quiet zone, scaled by the page's style sheet.</summary>
    public static string ToSvg(string text)
    {
        using QRCodeGenerator generator = new();
        using QRCodeData data = generator.CreateQrCode(text, QRCodeGenerator.ECCLevel.M);
        using SvgQRCode svg = new(data);
        return svg.GetGraphic(4, "#000000", "#ffffff", drawQuietZones: true, SvgQRCode.SizingMode.ViewBoxAttribute);
    }
}
