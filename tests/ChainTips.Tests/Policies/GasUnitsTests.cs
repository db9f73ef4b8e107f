using System.Globalization;
using ChainTips.Policies;

namespace ChainTips.Tests.Policies;

/// <summary>What a payer is told that gas costs is what was measured: <c>contracts/gas/gas-table.md</c>.</summary>
internal sealed class GasUnitsTests
{
    private static readonly Lazy<Dictionary<string, long>> Table = new(ReadTable);

    [TestCase("`transfer`, payee holds the token", GasUnits.Transfer)]
    [TestCase("`transfer` with 48 bytes behind its calldata", GasUnits.MarkedTransfer)]
    [TestCase("`tip`, payee holds the token, uses up the allowance", GasUnits.Tip)]
    [TestCase("`tipWithPermit`, payee holds the token, first permit", GasUnits.TipWithPermit)]
    [TestCase("`transferWithAuthorization`, payee holds the token", GasUnits.Authorization)]
    [TestCase("`tipWithAuthorization`, one payee and a fee", GasUnits.AuthorizationWithFee)]
    [TestCase("`deployAndSweep`, one payee", GasUnits.Sweep)]
    public void A_figure_is_the_measured_one(string row, long units) =>
        Assert.That(units, Is.EqualTo(Table.Value[row]).Within(3).Percent);

    [TestCase("`tipManyWithPermit`, ten payees, first permit", PaymentWay.Permit, 10, false)]
    [TestCase("`tipWithAuthorization`, ten payees", PaymentWay.Authorization, 10, false)]
    [TestCase("`tipWithAuthorization`, ten payees and a fee", PaymentWay.Authorization, 10, true)]
    public void A_sum_is_near_the_measured_one(string row, PaymentWay way, int payees, bool hasFee)
    {
        long units = GasUnits.Of(way, payees, hasFee);

        Assert.That(units, Is.EqualTo(Table.Value[row]).Within(3).Percent);
    }

    [TestCase("`tipMany`, ten payees", 10)]
    [TestCase("`tipMany`, a hundred payees", 100)]
    [Description("The measured call leaves 4,800 of its allowance's slot, which an exact approval gives back")]
    public void Many_tips_are_near_the_measured_ones(string row, int payees)
    {
        long units = GasUnits.Of(PaymentWay.Contract, payees, false) - GasUnits.Approve + 4_800;

        Assert.That(units, Is.EqualTo(Table.Value[row]).Within(3).Percent);
    }

    [TestCase("`tipWithPermit2`, one payee, used word of nonces", 1)]
    [TestCase("`tipWithPermit2`, ten payees, used word of nonces", 10)]
    [Description("A word of nonces that was never used costs 17,100 more, the price of a fresh slot")]
    public void Permit2_is_near_the_measured_one(string row, int payees)
    {
        long units = GasUnits.Of(PaymentWay.Permit2, payees, false) - 17_100;

        Assert.That(units, Is.EqualTo(Table.Value[row]).Within(3).Percent);
    }

    [Test]
    public void Only_a_way_that_takes_a_fee_costs_more_with_one()
    {
        foreach (PaymentWay way in Enum.GetValues<PaymentWay>())
        {
            bool takesFee = way is PaymentWay.Authorization or PaymentWay.Permit2;
            Assert.That(GasUnits.Of(way, 3, true) - GasUnits.Of(way, 3, false), Is.EqualTo(takesFee ? GasUnits.Fee : 0), way.ToString());
        }
    }

    private static Dictionary<string, long> ReadTable()
    {
        DirectoryInfo? root = new(AppContext.BaseDirectory);
        while (root is not null && !File.Exists(Path.Combine(root.FullName, "ChainTips.sln")))
        {
            root = root.Parent;
        }

        string table = Path.Combine(root?.FullName ?? throw new InvalidOperationException("ChainTips.sln is not above the built tests."), "contracts", "gas", "gas-table.md");
        return File.ReadLines(table)
            .Select(line => line.Split('|', StringSplitOptions.TrimEntries))
            .Where(cells => cells.Length == 4 && long.TryParse(cells[2], NumberStyles.AllowThousands, CultureInfo.InvariantCulture, out _))
            .GroupBy(cells => cells[1])
            .ToDictionary(row => row.Key, row => long.Parse(row.First()[2], NumberStyles.AllowThousands, CultureInfo.InvariantCulture));
    }
}
