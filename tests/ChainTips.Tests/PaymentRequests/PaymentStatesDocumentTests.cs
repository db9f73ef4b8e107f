namespace ChainTips.Tests.PaymentRequests;

/// <summary>The page in the repository is the one that the code prints.</summary>
internal sealed class PaymentStatesDocumentTests
{
    private const string Update = "CHAINTIPS_UPDATE";

    [Test]
    public async Task The_committed_page_is_the_printed_one()
    {
        string file = Path.Combine(FindRoot(), "docs", "payment-states.md");
        string printed = PaymentStatesDocument.Print();
        if (Environment.GetEnvironmentVariable(Update) == "1")
        {
            await File.WriteAllTextAsync(file, printed);
        }

        Assert.That(File.Exists(file), Is.True, $"{file} is missing. Run this test with {Update}=1 to write it.");
        Assert.That(
            await File.ReadAllTextAsync(file),
            Is.EqualTo(printed),
            $"The states changed. If that is meant, run this test with {Update}=1, look at the difference of {file} and commit it.");
    }

    private static string FindRoot()
    {
        DirectoryInfo? directory = new(AppContext.BaseDirectory);
        while (directory is not null && !File.Exists(Path.Combine(directory.FullName, "ChainTips.sln")))
        {
            directory = directory.Parent;
        }

        return directory?.FullName ?? throw new InvalidOperationException("ChainTips.sln is not above the built tests.");
    }
}
