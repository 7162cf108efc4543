package io.armwatch.poll.list;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.armwatch.azure.ArmId;
import io.armwatch.azure.ResourceType;
import io.armwatch.source.InvalidAnswerException;
import io.armwatch.source.PolledResource;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ListingTest {
    private static final URI ARM = URI.create("https://management.azure.com");
    private static final String GROUP = "/subscriptions/s/resourceGroups/Rg1";
    private static final String ACCOUNTS = "/providers/Microsoft.Batch/batchAccounts";
    private static final String SERVICE = GROUP + "/providers/Microsoft.ApiManagement/service/apim/subscriptions";

    private final Listing ofSubscription = listing("batch-account", "/subscriptions/s" + ACCOUNTS, 0);
    private final Listing ofGroup = listing("batch-account", GROUP + ACCOUNTS, 0);
    private final Listing ofAccount = listing("batch-certificate", GROUP + ACCOUNTS + "/acct/certificates", 1);
    private final Listing ofService = listing("apim-subscription", SERVICE, 1);

    private static Listing listing(String source, String id, int level) {
        return new Listing(
                ArmId.of(id),
                PolledResource.of(source, "/subscriptions/s").source().types().subList(0, 1),
                level);
    }

    private Optional<URI> next(String link) throws InvalidAnswerException {
        return ofSubscription.nextPage(Optional.of(link), ARM);
    }

    private String refusal(String link) {
        var refused = catchThrowableOfType(InvalidAnswerException.class, () -> next(link));
        return refused == null ? "" : refused.problem();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://management.azure.com/subscriptions/s/x?api-version=1&$skiptoken=a%2Fb",
                "HTTPS://MANAGEMENT.azure.COM:443/subscriptions/s/x?$skiptoken=2"
            })
    void a_link_to_the_endpoint_is_followed(String link) throws Exception {
        assertThat(next(link)).contains(URI.create(link));
    }

    @Test
    void a_space_that_arm_forgot_to_encode_is_encoded() throws Exception {
        assertThat(next("https://management.azure.com/x?$skiptoken=a b").map(URI::getRawQuery))
                .contains("$skiptoken=a%20b");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "\t"})
    void a_blank_link_ends_the_list(String link) throws Exception {
        assertThat(next(link)).isEmpty();
    }

    @Test
    void a_missing_link_ends_the_list() throws Exception {
        assertThat(ofSubscription.nextPage(Optional.empty(), ARM)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://management.azure.com/x",
                "https://evil.example/x",
                "https://management.azure.com.evil.example/x",
                "https://management.azure.com:444/x",
                "https://management.azure.com:80/x",
                "https://user@management.azure.com/x",
                "https://management.azure.com@evil.example/x",
                "https://management.azure.com:443@evil.example/x",
                "https://evil_host/x",
                "//evil.example/x",
                "//management.azure.com/x",
                "/subscriptions/s/x",
                "?$skiptoken=2",
                "https:management.azure.com",
                "file:///etc/passwd"
            })
    void a_link_to_anywhere_else_is_refused(String link) {
        assertThat(refusal(link)).isEqualTo("its nextLink points to another host than the endpoint");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"https://", "%", "https://management.azure.com\\@evil.example/x", "https://a/\u0000", "a b|c"})
    void an_invalid_link_is_refused(String link) {
        assertThat(refusal(link)).isEqualTo("its nextLink is not a URI");
    }

    @Test
    void a_link_that_comes_again_is_refused() throws Exception {
        next("https://management.azure.com/x?page=2");
        next("https://management.azure.com/x?page=3");

        assertThat(refusal("https://management.azure.com/x?page=2"))
                .isEqualTo("its nextLink points back to an earlier page");
    }

    @Test
    void a_list_without_end_is_given_up() throws Exception {
        for (int page = 2; page <= PageLinks.MAX_PAGES; page++) {
            next("https://management.azure.com/x?page=" + page);
        }

        assertThatExceptionOfType(InvalidAnswerException.class)
                .isThrownBy(() -> next("https://management.azure.com/x?page=more"))
                .withMessageContaining("more than 10000 pages");
    }

    @Test
    void a_port_that_the_endpoint_names_is_the_link_s_too() throws Exception {
        URI local = URI.create("http://127.0.0.1:8080");

        assertThat(ofSubscription.nextPage(Optional.of("http://127.0.0.1:8080/x"), local))
                .isPresent();
        assertThatExceptionOfType(InvalidAnswerException.class)
                .isThrownBy(() -> ofSubscription.nextPage(Optional.of("http://127.0.0.1/x"), local));
    }

    private static Optional<String> item(Listing listing, String id, String name) {
        return listing.itemId(Optional.of(id), Optional.of(name)).map(ArmId::text);
    }

    @ParameterizedTest
    @CsvSource({
        "/subscriptions/s/resourceGroups/Rg1/providers/Microsoft.Batch/batchAccounts/acct",
        "/SUBSCRIPTIONS/S/RESOURCEGROUPS/rG1/PROVIDERS/microsoft.BATCH/batchaccounts/ACCT"
    })
    void an_item_is_what_its_id_says_in_any_casing(String id) {
        assertThat(item(ofSubscription, id, "acct")).contains(id);
        assertThat(item(ofGroup, id, "acct")).contains(id);
    }

    /** A user may not write such a name, but ARM knows best which names it has given. */
    @ParameterizedTest
    @ValueSource(strings = {"x", "not-a-name", "A.Name.Longer.Than.The.Reference.Allows"})
    void a_name_that_the_reference_does_not_allow_is_accepted_from_arm(String name) {
        String id = GROUP + ACCOUNTS + "/" + name;

        assertThat(item(ofSubscription, id, name)).contains(id);
    }

    @Test
    void a_name_of_more_than_512_characters_is_not_accepted() {
        assertThat(item(ofSubscription, GROUP + ACCOUNTS + "/" + "a".repeat(513), ""))
                .isEmpty();
    }

    @Test
    void one_list_leads_to_all_types_below_it() {
        List<ResourceType> types = PolledResource.of("apim-subscription", "/subscriptions/s")
                .source()
                .types();
        Listing services = new Listing(ArmId.of(GROUP + "/providers/Microsoft.ApiManagement/service"), types, 0);
        ArmId service = ArmId.of(GROUP + "/providers/Microsoft.ApiManagement/service/apim");

        List<Listing> below = services.childLists(service);
        List<Listing> belowWorkspace = below.get(1).childLists(ArmId.of(service + "/workspaces/w"));

        assertThat(below)
                .extracting(Listing::id)
                .extracting(ArmId::text)
                .containsExactly(service + "/subscriptions", service + "/workspaces");
        assertThat(below).extracting(Listing::holdsResources).containsExactly(true, false);
        assertThat(below.get(0).childLists(ArmId.of(service + "/subscriptions/sid")))
                .isEmpty();
        assertThat(belowWorkspace).singleElement().satisfies(list -> {
            assertThat(list.id()).isEqualTo(ArmId.of(service + "/workspaces/w/subscriptions"));
            assertThat(list.holdsResources()).isTrue();
        });
    }

    /** A resource group may be named by letters of any alphabet. */
    @ParameterizedTest
    @ValueSource(strings = {"Rødgrød-på-Ærø", "生产环境", "Straße_İstanbul"})
    void a_group_may_have_a_name_in_any_alphabet(String group) {
        String list = "/subscriptions/s/resourceGroups/" + group + ACCOUNTS;

        assertThat(item(ofSubscription, list + "/acct", "acct")).contains(list + "/acct");
        assertThat(item(listing("batch-account", list, 0), list + "/acct", "acct"))
                .contains(list + "/acct");
    }

    @Test
    void letters_beyond_ascii_have_any_casing_too() {
        String list = "/subscriptions/s/resourceGroups/ærø" + ACCOUNTS;
        String item = "/subscriptions/s/resourceGroups/ÆRØ" + ACCOUNTS + "/acct";

        assertThat(item(listing("batch-account", list, 0), item, "acct")).contains(item);
    }

    @ParameterizedTest
    @ValueSource(strings = {"abonnement-på-nøgle", "订阅一"})
    void a_child_may_have_a_name_in_any_alphabet(String name) {
        assertThat(item(ofService, SERVICE + "/" + name, name)).contains(SERVICE + "/" + name);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/subscriptions/other/resourceGroups/Rg1/providers/Microsoft.Batch/batchAccounts/acct",
                "/subscriptions/s/providers/Microsoft.Batch/batchAccounts/acct",
                "/subscriptions/s/resourceGroups/Rg1/providers/Microsoft.Maps/accounts/acct",
                "/subscriptions/s/resourceGroups/Rg1/providers/Microsoft.Batch/batchAccounts/acct/pools/p",
                "/subscriptions/s/resourceGroups/Rg1/providers/Microsoft.Batch/batchAccounts",
                "/subscriptions/s/resourceGroups/Rg1/providers/Microsoft.Batch/batchAccounts/a?b",
                "/subscriptions/s/resourceGroups/Rg1/providers/Microsoft.Batch/batchAccounts/..",
                "/subscriptions/s/resourceGroups/../providers/Microsoft.Batch/batchAccounts/acct",
                "/subscriptions/s",
                "acct",
                ""
            })
    void an_entry_that_does_not_belong_in_the_list_is_ignored(String id) {
        assertThat(item(ofSubscription, id, "acct")).isEmpty();
    }

    @Test
    void another_group_s_resource_does_not_belong_into_a_group_s_list() {
        String other = "/subscriptions/s/resourceGroups/Rg2" + ACCOUNTS + "/acct";

        assertThat(item(ofGroup, other, "acct")).isEmpty();
        assertThat(item(ofSubscription, other, "acct")).contains(other);
    }

    @Test
    void an_item_without_an_id_is_ignored() {
        assertThat(ofSubscription.itemId(Optional.empty(), Optional.of("acct"))).isEmpty();
    }

    /** As in the reference's own examples. */
    @Test
    void a_child_is_what_the_list_and_its_name_say_whatever_its_id() {
        String misspelt = GROUP + ACCOUNTS + "/acc/certificates/sha1-a";

        assertThat(item(ofAccount, misspelt, "SHA1-a")).contains(GROUP + ACCOUNTS + "/acct/certificates/SHA1-a");
        assertThat(ofAccount.itemId(Optional.empty(), Optional.of("sha1-a"))).isPresent();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ".", "..", "%2e%2E", "a/b", "a//b", "a/../../b", "/", "a?b", "a#b", "a\u0000"})
    void a_child_whose_name_would_change_the_path_is_ignored(String name) {
        assertThat(item(ofService, SERVICE + "/x", name)).isEmpty();
    }

    @Test
    void a_child_without_a_name_is_ignored() {
        assertThat(ofService.itemId(Optional.of(SERVICE + "/x"), Optional.empty()))
                .isEmpty();
    }
}
