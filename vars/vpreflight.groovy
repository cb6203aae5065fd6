// A step of Jenkins, when this repository is a shared library; docs/pipelines.md tells how to use it.
//
//   credentials  user name and password of a read-only account, by id; needed
//   server       the vCenter; otherwise that of vpreflight.toml
//   ca           secret file with its authority, PEM, by id
//   decisions    the decisions file, which is checked first
//   baseline     an earlier JSON report; what it has already does not fail the build
//   arguments    further arguments of 'vpreflight check', parted by blanks, such as '--strict'
//
// Leaves report.json, junit.xml, preflight.sarif and, with a baseline, difference.md in the workspace, and gives the
// exit code back: 0, or 3 where the build is unstable; the others end it.
def call(Map given) {
    def settings = [server: '', ca: '', decisions: '', baseline: '', arguments: ''] + given
    def unknown = settings.keySet() - ['credentials', 'server', 'ca', 'decisions', 'baseline', 'arguments']
    if (unknown || !settings.credentials) {
        error(unknown ? "vpreflight has no setting ${unknown.join(', ')}" : 'vpreflight needs the setting credentials')
    }
    def secrets = [usernamePassword(credentialsId: settings.credentials, usernameVariable: 'GOVC_USERNAME', passwordVariable: 'GOVC_PASSWORD')]
    if (settings.ca) {
        secrets << file(credentialsId: settings.ca, variable: 'VCENTER_CA')
    }
    def code = 2
    withEnv([
        "PREFLIGHT_SERVER=${settings.server}",
        "PREFLIGHT_DECISIONS=${settings.decisions}",
        "PREFLIGHT_BASELINE=${settings.baseline}",
        "PREFLIGHT_ARGUMENTS=${settings.arguments}"
    ]) {
        withCredentials(secrets) {
            // Single quotes: the shell puts the values in, and Jenkins never writes them down. The password stays in
            // the environment.
            code = sh(label: 'vpreflight', returnStatus: true, script: '''
                set +x -e
                rm -f report.json junit.xml preflight.sarif difference.md
                if [ -n "$PREFLIGHT_DECISIONS" ]; then vpreflight decisions lint "$PREFLIGHT_DECISIONS"; fi
                code=0
                vpreflight check \
                    --format table --format json=report.json --format junit=junit.xml --format sarif=preflight.sarif \
                    ${PREFLIGHT_SERVER:+--server "$PREFLIGHT_SERVER"} \
                    ${VCENTER_CA:+--tls-ca-certs "$VCENTER_CA"} \
                    ${PREFLIGHT_DECISIONS:+--decisions "$PREFLIGHT_DECISIONS"} \
                    ${PREFLIGHT_BASELINE:+--baseline "$PREFLIGHT_BASELINE"} \
                    $PREFLIGHT_ARGUMENTS || code=$?
                # Exit code 1 says that something is new; the check has said so already.
                if [ -n "$PREFLIGHT_BASELINE" ] && [ -f report.json ]; then
                    vpreflight diff "$PREFLIGHT_BASELINE" report.json --format markdown --output difference.md || [ $? = 1 ]
                fi
                exit "$code"
            ''')
        }
    }
    junit testResults: 'junit.xml', allowEmptyResults: true, skipMarkingBuildUnstable: true
    archiveArtifacts artifacts: 'report.json, difference.md', allowEmptyArchive: true
    if (code == 3) {
        unstable('cannot tell: data is missing that could mean a failure')
    } else if (code != 0) {
        error("vpreflight ended with exit code ${code}")
    }
    return code
}
