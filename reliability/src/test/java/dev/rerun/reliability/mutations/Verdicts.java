package dev.rerun.reliability.mutations;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.SAXException;

/** What Surefire reported of the tests of a copy of the project. */
record Verdicts(Path root) {
    /** How many executions of a test there were, on databases and arguments of all kinds, and how many of them failed. */
    record Verdict(int executions, int failed) {}

    private Path reports(String module) {
        return root.resolve(module).resolve("target").resolve("surefire-reports");
    }

    /** Forgets what was reported, so that a build that runs no test shows as such. */
    void forget(String module) throws IOException {
        for (Path report : files(module)) {
            Files.delete(report);
        }
    }

    Verdict of(Catcher test) throws IOException {
        int executions = 0;
        int failed = 0;
        for (Path report : files(test.module())) {
            NodeList cases = parse(report).getElementsByTagName("testcase");
            for (int i = 0; i < cases.getLength(); i++) {
                Element one = (Element) cases.item(i);
                String type = one.getAttribute("classname");
                if (!isOf(type.substring(type.lastIndexOf('.') + 1), test.type())
                        || !isOf(one.getAttribute("name"), test.method())) {
                    continue;
                }
                executions++;
                if (has(one, "failure") || has(one, "error")) {
                    failed++;
                }
            }
        }
        return new Verdict(executions, failed);
    }

    /** What a class or a method is run with follows its name in parentheses, brackets or braces. */
    private static boolean isOf(String shown, String name) {
        return shown.startsWith(name)
                && (shown.length() == name.length() || !Character.isJavaIdentifierPart(shown.charAt(name.length())));
    }

    private static boolean has(Element one, String tag) {
        return one.getElementsByTagName(tag).getLength() > 0;
    }

    private List<Path> files(String module) throws IOException {
        Path directory = reports(module);
        if (!Files.isDirectory(directory)) {
            return List.of();
        }
        try (Stream<Path> all = Files.list(directory)) {
            return all.filter(file -> file.toString().endsWith(".xml")).toList();
        }
    }

    private static Element parse(Path report) throws IOException {
        try {
            return DocumentBuilderFactory.newInstance()
                    .newDocumentBuilder()
                    .parse(report.toFile())
                    .getDocumentElement();
        } catch (ParserConfigurationException | SAXException e) {
            throw new IOException(report.toString(), e);
        }
    }
}
