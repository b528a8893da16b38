package io.userstore.audit.verifier;

import java.util.List;

/**
 * The outcome.
 *
 * @param events in the export
 * @param covered so many of them are in the checkpoint, and verified if there are no problems
 * @param signatureChecked whether there was a key to check the checkpoint's signature with
 * @param problems none if all is well
 */
public record ExportVerdict(long events, long covered, boolean signatureChecked, List<String> problems) {}
