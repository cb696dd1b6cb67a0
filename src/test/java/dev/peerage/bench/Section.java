package dev.peerage.bench;

import java.util.List;

/**
 * A part of the report.
 *
 * @param name of its chart's file
 * @param limit what the figures are held against, in sentences
 * @param remarks what else was seen, in Markdown
 */
record Section(String name, String title, String limit, List<Figure> figures, List<String> remarks) {

    Section {
        figures = List.copyOf(figures);
        remarks = List.copyOf(remarks);
    }
}
