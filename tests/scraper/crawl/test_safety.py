import pytest

from scraper.crawl.resolver import LOOPBACK_HOSTS, JudgedResolver
from scraper.crawl.safety import permitted, refusal

HOSTS = ["snv.vidu.gov.vn", "127.0.0.1:8000", "[::1]:8000"]

REFUSED = {
    "file:///etc/passwd": "scheme file",
    "ftp://snv.vidu.gov.vn/tin": "scheme ftp",
    "javascript:alert(1)": "scheme javascript",
    "data:text/html,tin": "scheme data",
    "mailto:vanthu@vidu.gov.vn": "scheme mailto",
    "gopher://snv.vidu.gov.vn/": "scheme gopher",
    "tin/1": "not an address",
    "http://[": "not an address",
    "https://snv.vidu.gov.vn:99999/": "not an address",
    "https://khac.vidu.gov.vn/": "foreign host",
    "https://snv.vidu.gov.vn.khac.vn/": "foreign host",
    "https://snv.vidu.gov.vn@khac.vn/": "foreign host",
    "https://snv.vidu.gov.vn:8443/": "foreign host",
    "http://127.0.0.2:8000/": "foreign host",
    "http://127.0.0.1/": "foreign host",
    "http://2130706433/": "foreign host",
    "http://127.0.0.1:8000/": "private address",
    "http://[::1]:8000/": "private address",
}


@pytest.mark.parametrize(("address", "reason"), REFUSED.items())
def test_an_address_is_refused_by_name(address, reason):
    assert refusal(address, HOSTS) == reason


def test_pages_of_the_portal_are_allowed():
    assert refusal("https://snv.vidu.gov.vn/tin", HOSTS) is None
    assert refusal("http://snv.vidu.gov.vn:80/tin", HOSTS) is None
    assert refusal("http://127.0.0.1:8000/tin", HOSTS, loopback=True) is None


@pytest.mark.parametrize(
    "number",
    [
        "127.0.0.1", "127.255.0.9", "0.0.0.0", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1",
        "192.0.2.1", "224.0.0.1", "240.0.0.1", "255.255.255.255", "::", "::1", "fe80::1", "fc00::1", "ff02::1",
        "2001:db8::1", "::ffff:127.0.0.1", "::ffff:10.0.0.1", "64:ff9b::7f00:1", "2002:7f00:1::", "2002:a00:1::",
        "2001:0:7f00:1::",
    ],
)  # fmt: skip
def test_no_private_number_is_permitted(number):
    assert not permitted(number)


def test_public_numbers_are_permitted():
    assert all(permitted(number) for number in ("8.8.8.8", "113.160.1.1", "2001:4860:4860::8888", "::ffff:8.8.8.8"))
    assert permitted("64:ff9b::808:808")


def test_a_test_portal_may_stand_on_this_machine_and_nowhere_else():
    assert permitted("127.0.0.1", loopback=True)
    assert permitted("::ffff:127.0.0.1", loopback=True)
    assert not permitted("192.168.1.1", loopback=True)
    assert not permitted("169.254.169.254", loopback=True)


class _Address:
    def __init__(self, host):
        self.host = host


class _Names:
    """A resolver that knows some names, as Twisted's do."""

    def __init__(self, **names):
        self.names = names

    def resolveHostName(self, receiver, host, port=0, kinds=None, semantics="TCP"):
        receiver.resolutionBegan("under way")
        for number in self.names.get(host.replace(".", "_"), ()):
            receiver.addressResolved(_Address(number))
        receiver.resolutionComplete()
        return "under way"


class _Receiver:
    def __init__(self):
        self.began, self.numbers, self.complete = None, [], False

    def resolutionBegan(self, resolution):
        self.began = resolution

    def addressResolved(self, address):
        self.numbers.append(address.host)

    def resolutionComplete(self):
        self.complete = True


class _Reactor:
    def __init__(self, resolver):
        self.nameResolver = resolver

    def installNameResolver(self, resolver):
        self.nameResolver = resolver


class _Crawler:
    class settings:
        @staticmethod
        def getlist(name):
            return {LOOPBACK_HOSTS: ["thu.vidu"]}[name]


@pytest.fixture
def reactor():
    names = _Names(
        tot=["8.8.8.8", "2001:4860:4860::8888"], xau=["8.8.8.8", "10.0.0.1"], lien=["fe80::1%eth0"],
        thu_vidu=["127.0.0.1"], thu2=["127.0.0.1"],
    )  # fmt: skip
    reactor = _Reactor(names)
    JudgedResolver.from_crawler(_Crawler, reactor).install_on_reactor()
    return reactor


@pytest.mark.parametrize(
    ("host", "numbers", "refused"),
    [
        ("tot", ["8.8.8.8", "2001:4860:4860::8888"], None),
        ("xau", [], "10.0.0.1"),
        ("lien", [], "fe80::1%eth0"),
        ("thu.vidu", ["127.0.0.1"], None),
        ("thu2", [], "127.0.0.1"),
        ("khong-co", [], None),
    ],
)
def test_names_are_judged_when_they_are_connected_to(reactor, host, numbers, refused):
    receiver = _Receiver()
    reactor.nameResolver.resolveHostName(receiver, host, 80)
    assert (receiver.numbers, receiver.complete, receiver.began) == (numbers, True, "under way")
    assert reactor.nameResolver.refused.get(host) == refused


def test_a_name_is_judged_anew_at_every_connection(reactor):
    resolver = reactor.nameResolver
    names = resolver._resolver.names
    for number, seen in (("8.8.8.8", ["8.8.8.8"]), ("127.0.0.1", []), ("8.8.4.4", ["8.8.4.4"])):
        names["doi"] = [number]
        receiver = _Receiver()
        resolver.resolveHostName(receiver, "doi", 80)
        assert receiver.numbers == seen
    assert "doi" not in resolver.refused
