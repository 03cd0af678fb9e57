"""Pictures on their way out: times, beside libjpeg-turbo's cjpeg and vipsthumbnail in the same run.

    scripts/bench finishing            times and ratios
    scripts/bench finishing sheet DIR  labelled and typeset pictures to look at
    scripts/bench finishing jpeg P.ppm size and error of JPEG settings
"""

import subprocess
import sys

subprocess.run(["swift", "build", "-c", "release", "--product", "finishing-benchmark", "-q"], check=True)
sys.exit(subprocess.run([".build/release/finishing-benchmark", *(sys.argv[1:] or ["time"])]).returncode)
