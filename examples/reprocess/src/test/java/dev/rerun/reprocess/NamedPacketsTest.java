package dev.rerun.reprocess;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Packets that a person names, one by one. */
class NamedPacketsTest {
    @RegisterExtension
    private final Scene scene = new Scene();

    @Test
    void sendsOneRegistration() {
        String id = scene.registrations().usual(1).get(0);

        assertThat(scene.operator()
                        .types("--registration", scene.registrations().named(id)))
                .as(scene.operator().errors())
                .isZero();

        assertThat(scene.server().sentIds()).containsExactly(id);
        assertThat(scene.server().objections()).isEmpty();
    }

    @Test
    void sendsAFileWithBlankLinesRemarksAndSpacesEachPacketOnce() {
        List<String> ids = scene.registrations().usual(2);
        String first = scene.registrations().named(ids.get(0));
        String second = scene.registrations().named(ids.get(1));
        String file = scene.operator()
                .file("# since Monday", "", "  " + second.replace(",", " , "), first, second)
                .toString();

        assertThat(scene.operator().types("--file", file))
                .as(scene.operator().errors())
                .isZero();

        assertThat(scene.server().sentIds()).containsExactlyElementsOf(ids);
        assertThat(scene.operator().errors()).contains("names 1 packet more than once; each is sent once", second);
    }

    @Test
    void sendsAFileOfThousands() {
        List<String> ids = scene.registrations()
                .column("select workflow_instance_id from regprc.registration order by 1 limit 2500");
        String[] lines = scene.registrations()
                .column("select format('%L,%L,%L', reg_id, process, workflow_instance_id) from regprc.registration"
                        + " order by workflow_instance_id limit 2500")
                .toArray(String[]::new);

        assertThat(scene.operator().types("--file", scene.operator().file(lines).toString(), "--dry-run"))
                .as(scene.operator().errors())
                .isZero();

        assertThat(scene.operator().reads()).contains(RunWords.grouped(ids.size()) + " packets would be sent");
    }

    @Test
    void refusesAFileWithMalformedLinesAndNamesThem() {
        String good = scene.registrations().named(scene.registrations().usual(1).get(0));
        String file =
                scene.operator().file(good, "'1','NEW'", "", "10001,NEW,abc").toString();

        assertThat(scene.operator().types("--file", file)).isEqualTo(ExitStatus.REFUSED);

        assertThat(scene.operator().errors())
                .contains(file, "line 2: '1','NEW'", "line 4: 10001,NEW,abc", "Nothing was sent");
        assertThat(scene.server().sent()).isEmpty();
    }

    @Test
    void refusesPacketsThatTheTableHasNotOrOtherwise() {
        List<String> ids = scene.registrations().usual(3);
        String good = scene.registrations().named(ids.get(0));
        String otherRid = scene.registrations().named(ids.get(1)).replaceFirst("'\\d+'", "'1'");
        String otherProcess = scene.registrations().named(ids.get(2)).replaceFirst(",'[A-Z]+',", ",'OTHER',");
        String file = scene.operator()
                .file(good, otherRid, otherProcess, "'1','NEW','no-such-id'")
                .toString();

        assertThat(scene.operator().types("--file", file)).isEqualTo(ExitStatus.REFUSED);

        assertThat(scene.operator().errors())
                .contains("3 packets are not as the table has them", otherRid + ": the table has RID")
                .contains(otherProcess + ": the table has process", "'no-such-id': the table has no such workflow ID");
        assertThat(scene.server().sent()).isEmpty();
    }

    @Test
    void refusesAMalformedRegistrationAFileThatIsNotThereAndAnEmptyOne() {
        assertThat(scene.operator().types("--registration", "1,NEW,2")).isEqualTo(ExitStatus.REFUSED);
        assertThat(scene.operator().errors()).contains("1,NEW,2", "'RID','PROCESS','WORKFLOW_ID'");
        assertThat(scene.operator().types("--file", "none.txt")).isEqualTo(ExitStatus.REFUSED);
        assertThat(scene.operator().errors()).contains("none.txt");
        String empty = scene.operator().file("# nothing").toString();
        assertThat(scene.operator().types("--file", empty)).isEqualTo(ExitStatus.REFUSED);
        assertThat(scene.operator().errors()).contains("names no packet");
    }

    @Test
    void anotherContentOfTheFileIsAnotherSelection() {
        assertThat(Collections.singleton(RegistrationFile.read(scene.operator().file("'1','NEW','a'"))
                        .digest()))
                .doesNotContain(RegistrationFile.read(scene.operator().file("'1','NEW','b'"))
                        .digest());
    }
}
