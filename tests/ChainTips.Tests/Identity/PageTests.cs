using ChainTips.Identity;

namespace ChainTips.Tests.Identity;

internal sealed class PageTests
{
    [TestCase(0, 3, 0, false)]
    [TestCase(2, 3, 2, false)]
    [TestCase(3, 3, 3, false)]
    [TestCase(4, 3, 3, true)]
    public void One_item_read_too_far_says_that_there_are_more(int read, int limit, int shown, bool hasMore)
    {
        Page<int> page = Page<int>.FromOverread([.. Enumerable.Range(0, read)], limit);

        Assert.That(page.Items, Is.EqualTo(Enumerable.Range(0, shown)));
        Assert.That(page.HasMore, Is.EqualTo(hasMore));
    }
}
