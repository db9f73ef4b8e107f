using System.Net;
using System.Text.RegularExpressions;
using ChainTips.Server.Tests.Running;

namespace ChainTips.Server.Tests.Pages;

/// <summary>What a browser would find in a page.</summary>
internal static partial class PageParts
{
    /// <summary>Everything that the page points to, but for its style sheet.</summary>
    public static string[] LinksOf(Answer page) =>
        [.. Link().Matches(page.Body).Select(link => WebUtility.HtmlDecode(link.Groups[1].Value)).Where(link => link != "/pay.css")];

    public static string[] TagsOf(Answer page) => [.. Tag().Matches(Svg().Replace(page.Body, "")).Select(tag => tag.Value)];

    public static string TextOf(Answer page) => WebUtility.HtmlDecode(page.Body);

    public static string? RefreshOf(Answer page) => Refresh().Match(page.Body) is { Success: true } refresh ? refresh.Groups[1].Value : null;

    public static string StateOf(Answer page)
    {
        Match state = State().Match(page.Body);
        return $"{state.Groups[1].Value}: {WebUtility.HtmlDecode(state.Groups[2].Value)}";
    }

    /// <summary>The first drawing; empty when there is none.</summary>
    public static string SvgOf(Answer page) => Svg().Match(page.Body).Value;

    /// <summary>The names of the tags' attributes, without what stands between quotes.</summary>
    public static IEnumerable<string> AttributesOf(Answer page) =>
        WholeTag().Matches(Quoted().Replace(page.Body, "")).Select(tag => tag.Value);

    [GeneratedRegex("(?:href|src)=\"([^\"]*)\"")]
    private static partial Regex Link();

    [GeneratedRegex("<[/a-zA-Z!][a-zA-Z]*")]
    private static partial Regex Tag();

    [GeneratedRegex("<[^>]*>")]
    private static partial Regex WholeTag();

    [GeneratedRegex("<svg.*?</svg>", RegexOptions.Singleline)]
    private static partial Regex Svg();

    [GeneratedRegex("\"[^\"]*\"")]
    private static partial Regex Quoted();

    [GeneratedRegex("<meta http-equiv=\"refresh\" content=\"([^\"]*)\"")]
    private static partial Regex Refresh();

    [GeneratedRegex("<p class=\"state\" data-status=\"([a-z]+)\" role=\"status\">([^<]*)</p>")]
    private static partial Regex State();
}
