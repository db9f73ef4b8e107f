using ChainTips.Chain;
using ChainTips.Ethereum.Primitives;
using ChainTips.Money;
using ChainTips.Testing;

namespace ChainTips.Tests.Chain;

internal sealed class ForwarderFactoryTests
{
    private static readonly ContractVectors Contracts = ContractVectors.Committed;
    private static readonly ForwarderFactory Factory = new(Address.Parse(Contracts.Factory));

    private static IEnumerable<ContractVectors.ForwarderVector> Vectors => Contracts.Forwarders;

    [Test]
    public void The_shared_code_is_where_the_contract_says()
    {
        Assert.That(Factory.Implementation, Is.EqualTo(Address.Parse(Contracts.Implementation)));
    }

    [TestCaseSource(nameof(Vectors))]
    public void A_deposit_address_is_the_one_that_the_contract_makes(ContractVectors.ForwarderVector vector)
    {
        Assert.That(Factory.ForwarderOf(vector.Reference, vector.Split), Is.EqualTo(Address.Parse(vector.Forwarder)));
    }

    [TestCaseSource(nameof(Vectors))]
    public void The_calls_are_those_that_the_contract_takes(ContractVectors.ForwarderVector vector)
    {
        Address token = Address.Parse(Contracts.Token);

        Assert.That(Hex.Format(ForwarderFactory.DeployCall(vector.Reference, vector.Split)), Is.EqualTo(vector.Deploy));
        Assert.That(
            Hex.Format(ForwarderFactory.DeployAndSweepCall(vector.Reference, vector.Split, token)),
            Is.EqualTo(vector.DeployAndSweep));
        Assert.That(Hex.Format(ForwarderFactory.SweepCall(token)), Is.EqualTo(Contracts.Sweep));
        Assert.That(Hex.Format(ForwarderFactory.SweepCall(Address.Zero)), Is.EqualTo(Contracts.SweepNativeCoin));
    }

    [Test]
    public void Another_reference_order_or_share_is_another_address()
    {
        Hash32 reference = Sample.HashOf("request");
        Share ada = new(Sample.Payee, 5_000);
        Share bob = new(Sample.Payer, 5_000);
        Address[] addresses =
        [
            Factory.ForwarderOf(reference, new Split(ada, bob)),
            Factory.ForwarderOf(reference, new Split(bob, ada)),
            Factory.ForwarderOf(Sample.HashOf("another"), new Split(ada, bob)),
            Factory.ForwarderOf(reference, new Split(ada with { BasisPoints = 5_001 }, bob with { BasisPoints = 4_999 })),
            Factory.ForwarderOf(reference, Split.AllTo(Sample.Payee)),
            new ForwarderFactory(Sample.Router).ForwarderOf(reference, new Split(ada, bob)),
        ];

        Assert.That(addresses, Is.Unique);
        Assert.That(Factory.ForwarderOf(reference, new Split(ada, bob)), Is.EqualTo(addresses[0]));
    }

    [Test]
    public void A_payee_that_could_not_give_the_money_on_is_refused()
    {
        foreach (Address payee in new[] { Factory.Address, Factory.Implementation })
        {
            Assert.That(
                () => Factory.ForwarderOf(Sample.HashOf("request"), Split.AllTo(payee)),
                Throws.ArgumentException.With.Message.Contains(payee.ToString()));
        }
    }
}
